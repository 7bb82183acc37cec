// The page: columns of people side by side (tabs on a phone), the bars above them, and the stream that keeps them true.

import { api, Refused, Stream } from "./api.js";
import { ClockBar } from "./clock.js";
import { badge, Column } from "./column.js";
import { askGroup, askPerson, chooseGroup, choosePerson, showShortcuts } from "./dialogs.js";
import { avatar, el, fullName, icon, iconButton, typesInto } from "./dom.js";
import { renderHints } from "./hints.js";
import { openMenu } from "./menu.js";
import { currentLanguage, setLanguage, t } from "./words.js";
import { World } from "./world.js";

const SAID_MS = 8000;
const stored = (key) => localStorage.getItem(`sandbox.${key}`);
const store = (key, value) => localStorage.setItem(`sandbox.${key}`, value);

const world = new World();
const columns = new Map();
const region = (id) => document.getElementById(id);
let clockBar;
let current = null;
let refreshing = null;

const page = {
  world,
  announce,
  attempt,
  received,
  onUnread: () => paintTabs(),
  isShown: (id) => region("people").hidden || getComputedStyle(region("people")).display === "none" || id === current,
  fail: (error) => notify(t("failed", { reason: error.message }), "bad"),
  /** Press Start, or follow a link to the bot, as this person. */
  async start(person, payload = "") {
    const message = await attempt(() => api.start(person, payload));
    if (!message) return;
    received({ person, chat_id: person, message });
    if (!world.people.get(person).started) await refresh();
  },
  async follow(target, person) {
    if (target.group) return joinGroup(target, person);
    if (target.shared) return page.openAs(target, person);
    await page.start(person, target.payload);
  },
  async openAs(target, from) {
    const chosen = await choosePerson(world.people.values(), target.shared ? null : from);
    if (chosen === undefined) return;
    showPerson(chosen);
    columns.get(chosen).open(chosen);
    await page.start(chosen, target.payload);
    columns.get(chosen).composer.field.focus();
  },
};

async function joinGroup(target, person) {
  const groups = world.chatsOf(person).filter((chat) => chat.type !== "private");
  const chat = await chooseGroup(groups);
  if (chat === undefined) return;
  await attempt(async () => {
    if (!world.chats.get(chat).members.includes(world.bot.id)) await api.join(chat, world.bot.id, person);
    await api.send(person, { chat, text: `/start@${world.bot.username} ${target.payload}`.trim() });
  });
}

/** Do what the person asked; say it when the sandbox refuses. */
async function attempt(act) {
  try {
    return await act();
  } catch (error) {
    page.fail(error instanceof Refused ? error : new Error(t("gone")));
    return null;
  }
}

function announce(text) {
  const line = el("p", {}, text);
  region("announcer").append(line);
  setTimeout(() => line.remove(), SAID_MS);
}

function notify(text, tone = "") {
  const note = el("p", { class: `notice ${tone}` }, text);
  region("notices").append(note);
  setTimeout(() => note.remove(), SAID_MS);
}

function received({ person, chat_id: chatId, message }) {
  for (const id of world.audience({ person, chat_id: chatId })) {
    const isNew = world.put(id, message);
    columns.get(id)?.received(world.get(id, chatId, message.id), isNew);
  }
}

async function onEvent(name, value) {
  if (name === "clock") return clockBar.set(value);
  if (name === "chat" || name === "commands") return refresh();
  if (name === "toast") return columns.get(value.person)?.toast(value.toast);
  if (!world.chats.has(value.chat_id)) await refresh();
  if (name === "typing") return world.audience(value).forEach((id) => columns.get(id)?.typing(value.chat_id));
  received(value);
}

/** Read people and chats again, once for a burst of events. */
function refresh() {
  refreshing ??= world.refresh().then(() => layOut()).finally(() => (refreshing = null));
  return refreshing;
}

/** Make the columns match the people. */
function layOut(kept = new Map()) {
  for (const [id, column] of columns) {
    if (world.people.has(id)) continue;
    column.node.remove();
    columns.delete(id);
  }
  for (const person of world.people.values()) {
    if (columns.has(person.id)) continue;
    columns.set(person.id, new Column(page, person, kept.get(person.id)));
    region("columns").append(columns.get(person.id).node);
  }
  columns.forEach((column) => column.update());
  clockBar.set(world.clock);
  document.title = t("title", { bot: world.bot.first_name });
  if (!columns.has(current)) current = columns.keys().next().value ?? null;
  paintTabs();
}

function paintTabs() {
  const focused = region("people").contains(document.activeElement) ? document.activeElement.id : null;
  const tabs = [...columns.values()].map((column) => tab(column));
  region("people").replaceChildren(...tabs);
  columns.forEach((column, id) => column.node.classList.toggle("current", id === current));
  if (focused) document.getElementById(focused)?.focus();
}

function tab(column) {
  const selected = column.id === current;
  const unread = selected ? 0 : column.unread;
  const properties = { type: "button", role: "tab", id: `tab-${column.id}`, "aria-selected": String(selected), "aria-controls": column.node.id, tabindex: selected ? "0" : "-1", onclick: () => showPerson(column.id) };
  return el("button", properties, avatar(column.id, fullName(column.person)), el("span", {}, column.person.first_name), unread ? badge(unread) : null);
}

function showPerson(id) {
  current = id;
  paintTabs();
  const column = columns.get(id);
  column.seen();
  paintTabs();
  column.node.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function onTabKey(event) {
  const ids = [...columns.keys()];
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  showPerson(ids[(ids.indexOf(current) + step + ids.length) % ids.length]);
  document.getElementById(`tab-${current}`).focus();
}

async function addPerson() {
  const fields = await askPerson();
  const person = fields && (await attempt(() => api.addPerson(fields)));
  if (!person) return;
  await refresh();
  showPerson(person.id);
}

async function createGroup() {
  const fields = await askGroup([...world.people.values()], world.bot);
  const chat = fields && (await attempt(() => api.createGroup(fields)));
  if (!chat) return;
  await refresh();
  columns.get(fields.members.includes(current) ? current : fields.members[0])?.open(chat.id);
}

function showHints(shown) {
  region("hints").hidden = !shown;
  region("hints-button").setAttribute("aria-expanded", String(shown));
  store("hints", shown ? "open" : "closed");
}

function closeHints() {
  showHints(false);
  region("hints-button").focus();
}

/** Write every fixed word of the page again, in the present language. */
function paintWords() {
  const actions = [
    { icon: "person", label: t("addPerson"), act: addPerson },
    { icon: "group", label: t("createGroup"), act: createGroup },
    { icon: "keyboard", label: t("shortcuts"), act: showShortcuts },
  ];
  const language = el("button", { type: "button", class: "plain-button wide-only", id: "language", lang: currentLanguage() === "fr" ? "en" : "fr", onclick: switchLanguage }, currentLanguage() === "fr" ? "English" : "Français");
  clockBar = new ClockBar(page);
  region("banner").replaceChildren(el("strong", {}, t("banner")), el("span", {}, t("bannerMore")));
  region("clock").replaceChildren(clockBar.node);
  region("people").setAttribute("aria-label", t("people"));
  region("tools").replaceChildren(
    el("button", { type: "button", class: "plain-button", id: "hints-button", "aria-label": t("hints"), "aria-controls": "hints", "aria-expanded": String(!region("hints").hidden), onclick: () => showHints(region("hints").hidden) }, icon("hints"), el("span", { class: "wide-only" }, t("hints"))),
    ...actions.map((action) => iconButton(action.icon, action.label, { class: "wide-only", onclick: action.act })),
    language,
    iconButton("more", t("moreActions"), { class: "phone-only", "aria-haspopup": "menu", "aria-expanded": "false", onclick: (event) => openMenu(event.currentTarget, t("moreActions"), [...actions, { label: language.textContent, icon: "open", act: switchLanguage }]) }),
  );
  region("hints").replaceChildren(...renderHints(world.hints, world.bot, closeHints));
}

function switchLanguage() {
  setLanguage(currentLanguage() === "fr" ? "en" : "fr");
  store("language", currentLanguage());
  rebuild();
  [...region("tools").children].findLast((button) => button.offsetParent)?.focus();
}

function rebuild() {
  paintWords();
  const kept = new Map([...columns].map(([id, column]) => [id, column.kept]));
  columns.forEach((column) => column.node.remove());
  columns.clear();
  layOut(kept);
}

function onGone() {
  if (!region("gone").hidden) return;
  const again = el("button", { type: "button", class: "plain-button", onclick: () => stream.connect() }, t("retry"));
  region("gone").replaceChildren(el("strong", {}, t("gone")), el("span", {}, t("goneMore")), again);
  region("gone").hidden = false;
}

async function onOpen() {
  const before = [...columns.keys()].join();
  await world.load();
  const sameBot = region("page").dataset.bot === String(world.bot.id);
  region("page").dataset.bot = world.bot.id;
  region("loading").hidden = true;
  if (!region("gone").hidden) announce(t("back"));
  region("gone").hidden = true;
  if (sameBot && before === [...world.people.keys()].join()) {
    layOut();
    return columns.forEach((column) => column.reload());
  }
  rebuild();
  if (stored("hints") === null && innerWidth >= 1100 && world.hints.length) showHints(true);
  else if (stored("hints") === "open" && innerWidth >= 760) showHints(true);
}

function onKey(event) {
  if (event.key === "Escape" && region("hints").contains(event.target)) closeHints();
  else if (event.key === "?" && !typesInto(event.target) && !document.querySelector("dialog[open]")) showShortcuts();
}

const stream = new Stream({ onOpen, onEvent, onGone });
setLanguage(stored("language") ?? "fr");
region("loading").textContent = t("loading");
paintWords();
region("people").addEventListener("keydown", onTabKey);
document.addEventListener("keydown", onKey);
stream.connect();
