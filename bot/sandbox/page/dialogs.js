// The page's own dialogs: photo, who opens a link, add a person, create a group, keyboard shortcuts.

import { api } from "./api.js";
import { avatar, el, fullName, icon } from "./dom.js";
import { openDialog } from "./menu.js";
import { t } from "./words.js";

export function showPhoto(message) {
  const caption = message.caption ?? t("photoFrom", { name: message.from.name });
  return openDialog(
    t("photo"),
    () => [
      el("figure", {}, el("img", { src: api.file(message.photo.file_id), alt: caption.slice(0, 300) }), message.caption && el("figcaption", { dir: "auto", tabindex: "0" }, message.caption)),
      el("a", { class: "plain-button", href: api.file(message.photo.file_id), target: "_blank", rel: "noopener" }, icon("open"), t("open")),
    ],
    "lightbox",
  );
}

/** Ask who opens a link; gives a person's id, or undefined. */
export function choosePerson(people, first) {
  const sorted = [...people].sort((a, b) => (b.id === first) - (a.id === first));
  return openDialog(t("openAsTitle"), (close) => [
    el("p", { class: "note" }, t("openAsNote")),
    el("div", { class: "choices" }, ...sorted.map((person, place) => choice(person, person.id === first, place === 0, close))),
  ]);
}

function choice(person, here, focused, close) {
  return el(
    "button",
    { type: "button", class: "choice", autofocus: focused, onclick: () => close(person.id) },
    avatar(person.id, fullName(person)),
    el("span", {}, fullName(person)),
    here && el("small", {}, t("here")),
  );
}

export function chooseGroup(groups) {
  return openDialog(t("openInGroup"), (close) =>
    el("div", { class: "choices" }, ...groups.map((chat) => el("button", { type: "button", class: "choice", onclick: () => close(chat.id) }, avatar(chat.id, chat.title), el("span", {}, chat.title)))),
  );
}

/** Ask for a topic's name; gives it, or undefined. */
export function askTopic() {
  return form(t("newTopic"), t("create"), [field("name", t("topicName"), { required: true, maxlength: 128 })], (values) => values.get("name"));
}

export function askPerson() {
  const fields = [
    field("first_name", t("firstName"), { required: true, maxlength: 64, autocomplete: "off" }),
    field("last_name", t("lastName"), { maxlength: 64, autocomplete: "off" }),
    select("language", t("languageCode"), [["fr", t("french")], ["en", t("english")]]),
  ];
  return form(t("addPerson"), t("add"), fields, (values) => Object.fromEntries([...values].filter(([, value]) => value)));
}

export function askGroup(people, bot) {
  const fields = [
    field("title", t("groupTitle"), { required: true, maxlength: 128, autocomplete: "off" }),
    select("kind", t("groupKind"), [["group", t("plainGroup")], ["supergroup", t("supergroup")], ["forum", t("forum")]]),
    el("fieldset", {}, el("legend", {}, t("groupMembers")), ...people.map((person) => tick("members", person.id, fullName(person)))),
    tick("with_bot", "yes", t("withBot", { bot: bot.first_name })),
  ];
  return form(t("createGroup"), t("create"), fields, (values) => ({
    title: values.get("title"),
    members: values.getAll("members").map(Number),
    type: values.get("kind") === "group" ? "group" : "supergroup",
    forum: values.get("kind") === "forum",
    with_bot: values.has("with_bot"),
  }));
}

function form(title, action, fields, read) {
  return openDialog(title, (close) => {
    const node = el("form", { class: "form" }, ...fields, el("div", { class: "form-end" }, el("button", { type: "button", class: "plain-button", onclick: () => close() }, t("cancel")), el("button", { class: "main-button" }, action)));
    node.addEventListener("submit", (event) => {
      event.preventDefault();
      close(read(new FormData(node)));
    });
    node.querySelector("input")?.setAttribute("autofocus", "");
    return node;
  });
}

function field(name, label, properties) {
  return el("label", {}, el("span", {}, label), el("input", { name, ...properties }));
}

function select(name, label, options) {
  return el("label", {}, el("span", {}, label), el("select", { name }, ...options.map(([value, text]) => el("option", { value }, text))));
}

function tick(name, value, label) {
  return el("label", { class: "tick" }, el("input", { type: "checkbox", name, value, checked: true }), el("span", {}, label));
}

export function showShortcuts() {
  const rows = [["keyEnter", "keySend"], ["keyShiftEnter", "keyNewline"], ["keyUp", "keyEdit"], ["keyCtrlUp", "keyMessages"], ["keyR", "keyReply"], ["keySlash", "keyCommand"], ["keyEsc", "keyEscape"]];
  return openDialog(t("shortcuts"), () => el("dl", { class: "shortcuts" }, ...rows.map(([key, what]) => el("div", {}, el("dt", {}, el("kbd", {}, t(key))), el("dd", {}, t(what))))));
}
