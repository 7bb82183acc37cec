// One message as the person sees it: bubble, quote, photo, document, stand-ins, keyboard and what can be done with it.

import { api } from "./api.js";
import { avatar, el, icon, iconButton } from "./dom.js";
import { renderText } from "./entities.js";
import { deepLink, safeUrl } from "./links.js";
import { serviceText } from "./service.js";
import { fileSize, longInstant, shortTime, t } from "./words.js";

export const isService = (message) => message.kind === "service";

/** Return what a list or a screen reader says of a message, on one line. */
export function summary(message) {
  if (isService(message)) return serviceText(message);
  const words = message.text ?? message.caption ?? "";
  const kind = message.kind === "text" ? "" : t(message.kind);
  return [kind, message.document?.file_name, words.replace(/\s+/gu, " ")].filter(Boolean).join(" · ").slice(0, 300);
}

export function renderMessage(message, view) {
  if (message.deleted) return el("article", { class: "message service deleted", "aria-label": t("deleted") }, el("p", {}, t("deleted")));
  if (isService(message)) return serviceMessage(message);
  const mine = message.from.id === view.me;
  const at = new Date(message.at);
  return el(
    "article",
    { class: `message ${mine ? "out" : "in"}`, "aria-label": `${message.from.name}, ${shortTime(at)}` },
    view.isGroup && !mine && avatar(message.from.id, message.from.name),
    el(
      "div",
      { class: "stack" },
      el("div", { class: `bubble kind-${message.kind}${message.edited || message.pinned ? " long-meta" : ""}` }, author(message, view, mine), quote(message, view), media(message, view), words(message, view), meta(message, at)),
      message.reaction && el("p", { class: "reaction" }, el("span", { class: "unseen" }, t("reaction")), message.reaction),
      keyboard(message, view),
      tools(message, view, mine),
    ),
  );
}

function serviceMessage(message) {
  return el("article", { class: "message service" }, el("p", { dir: "auto" }, serviceText(message)));
}

function author(message, view, mine) {
  if (!view.isGroup || mine) return null;
  return el("p", { class: "author", dataset: { hue: Math.abs(message.from.id) % 7 } }, message.from.name, message.from.is_bot && el("span", { class: "tag" }, t("bot")));
}

function quote(message, view) {
  const target = message.reply_to && view.find(message.reply_to);
  if (!target) return null;
  return el(
    "button",
    { type: "button", class: "quote", onclick: () => view.goTo(target.id) },
    el("strong", {}, target.from.name),
    el("span", { dir: "auto" }, summary(target)),
  );
}

function media(message, view) {
  switch (message.kind) {
    case "text":
      return null;
    case "photo":
      return photo(message, view);
    case "document":
      return documentCard(message.document);
    case "voice":
      return el("p", { class: "stand-in voice" }, icon("voice"), waves(), el("span", {}, t("voice")));
    case "sticker":
      return el("p", { class: "sticker", role: "img", "aria-label": t("sticker") }, icon("sticker"));
    default:
      return el("p", { class: "stand-in" }, icon("document"), t(message.kind));
  }
}

function waves() {
  const bars = [5, 9, 14, 8, 12, 17, 10, 6, 13, 9, 15, 7, 11, 5].map((height) => {
    const bar = el("i");
    bar.style.height = `${height}px`;
    return bar;
  });
  return el("span", { class: "waves", "aria-hidden": "true" }, ...bars);
}

function photo(message, view) {
  const described = message.caption ?? t("photoFrom", { name: message.from.name });
  const image = el("img", { src: api.file(message.photo.file_id), alt: "", width: message.photo.width, height: message.photo.height, decoding: "async" });
  const button = el("button", { type: "button", class: "photo", "aria-label": t("enlarge", { caption: described.slice(0, 200) }), onclick: () => view.enlarge(message) }, image);
  image.addEventListener("load", () => view.onMedia());
  image.addEventListener("error", () => button.replaceWith(el("p", { class: "stand-in" }, icon("picture"), t("photo"))));
  return button;
}

function documentCard(file) {
  const name = file.file_name;
  const url = api.file(file.file_id);
  return el(
    "div",
    { class: "document" },
    el("span", { class: "document-icon", "aria-hidden": "true" }, icon("document"), el("b", {}, extension(name))),
    el("span", { class: "document-text" }, el("a", { href: url, target: "_blank", rel: "noopener", class: "document-name", title: t("open") }, name), el("small", {}, fileSize(file.size))),
    el("a", { href: url, download: name, class: "icon-button", "aria-label": `${t("download")} ${name}`, title: t("download") }, icon("download")),
  );
}

function extension(name) {
  const found = /\.([a-z0-9]{1,4})$/iu.exec(name);
  return found ? found[1].toUpperCase() : "";
}

function words(message, view) {
  const text = message.text ?? message.caption;
  if (!text) return null;
  return el("div", { class: "words", dir: "auto" }, ...renderText(text, message.entities, view.inText));
}

function meta(message, at) {
  return el(
    "p",
    { class: "meta" },
    message.pinned && el("span", { title: t("pinned") }, icon("pin"), el("span", { class: "unseen" }, t("pinned"))),
    message.edited && el("span", { class: "edited" }, t("edited")),
    el("time", { datetime: message.at, title: longInstant(at) }, shortTime(at)),
  );
}

function tools(message, view, mine) {
  return el(
    "div",
    { class: "tools" },
    iconButton("reply", t("reply"), { onclick: () => view.reply(message), dataset: { key: "reply" } }),
    mine && message.text && iconButton("edit", t("editMessage"), { onclick: () => view.edit(message), dataset: { key: "edit" } }),
  );
}

function keyboard(message, view) {
  if (!message.keyboard.length) return null;
  const rows = message.keyboard.map((row, y) => el("div", { class: "keys" }, ...row.map((button, x) => key(message, button, `${y}.${x}`, view))));
  return el("div", { class: "keyboard" }, ...rows);
}

function key(message, button, place, view) {
  if (button.url) return urlKey(button, place, view);
  return el(
    "button",
    { type: "button", class: "key", dir: "auto", dataset: { key: `${place} ${button.data ?? ""}` }, onclick: (event) => view.tap(message, button, event.currentTarget) },
    button.text,
  );
}

function urlKey(button, place, view) {
  const url = safeUrl(button.url);
  const target = deepLink(url, view.botUsername);
  if (!target) {
    return el("a", { class: "key", href: url?.href, target: "_blank", rel: "noopener noreferrer", title: t("external"), dataset: { key: place } }, button.text, icon("open"));
  }
  return el(
    "span",
    { class: "key-pair" },
    el("button", { type: "button", class: "key", title: t("deepLink"), dataset: { key: place }, onclick: () => view.follow(target) }, button.text, target.shared && icon("forward")),
    !target.group && !target.shared && openAs(target, view, "key"),
  );
}

/** Return the small button that lets another person open a link meant to be passed on. */
export function openAs(target, view, extra = "") {
  const properties = { type: "button", "aria-haspopup": "dialog", onclick: () => view.openAs(target) };
  if (extra) return iconButton("forward", t("openAs"), { ...properties, class: `open-as ${extra}` });
  return el("button", { ...properties, class: "plain-button open-as" }, icon("forward"), t("openAs"));
}
