// One person's column: who they are, their conversations, the messages of the open one and the typing field.

import { api } from "./api.js";
import { chatMenu, personMenu } from "./chat_menu.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { showPhoto } from "./dialogs.js";
import { avatar, el, fullName, icon, iconButton, typesInto } from "./dom.js";
import { deepLink } from "./links.js";
import { openMenu } from "./menu.js";
import { openAs, summary } from "./message.js";
import { t } from "./words.js";

const TOAST_MS = 6000;
const TYPING_MS = 6000;

export class Column {
  #page;
  #open;
  #unread = new Map();
  #drafts;
  #typingTimer = 0;

  /** `page`: world, follow(target, person), openAs(target, person), announce(text), fail(error), onUnread(), isShown(person) */
  constructor(page, person, kept = null) {
    this.#page = page;
    this.id = person.id;
    this.#open = kept?.open ?? { chat: person.id, thread: null };
    this.#drafts = kept?.drafts ?? new Map();
    const title = `person-${person.id}`;
    this.node = el("section", { class: "column", id: `column-${person.id}`, "aria-labelledby": title });
    this.name = el("h2", { id: title, tabindex: "-1" });
    this.state = el("p", { class: "state" });
    this.menuButton = iconButton("more", t("chatMenu"), { "aria-haspopup": "menu", "aria-expanded": "false", onclick: (event) => this.#openMenu(event.currentTarget) });
    this.head = el("header", { class: "column-head" }, avatar(person.id, fullName(person)), el("div", { class: "who" }, this.name, this.state), this.menuButton);
    this.chats = el("nav", { class: "chats", "aria-label": t("conversationsOf", { name: person.first_name }) });
    this.body = el("div", { class: "column-body" });
    this.foot = el("div", { class: "column-foot" });
    this.toasts = el("div", { class: "toasts" });
    this.node.append(this.head, this.chats, this.body, this.foot);
    this.#show();
  }

  /** What survives a rebuilding of the page: the open conversation and the unsent texts. */
  get kept() {
    this.#drafts.set(this.#key(), this.composer.draft);
    return { open: this.#open, drafts: this.#drafts };
  }

  get person() {
    return this.#page.world.people.get(this.id);
  }

  get chat() {
    return this.#page.world.chatsOf(this.id).find((chat) => chat.id === this.#open.chat);
  }

  get unread() {
    return [...this.#unread.values()].reduce((sum, count) => sum + count, 0);
  }

  /** Show what the world now says of this person; keeps the open conversation when it still exists. */
  update() {
    const thread = this.chat?.topics.some((topic) => topic.id === this.#open.thread);
    if (!this.chat) return this.open(this.id);
    if (this.#open.thread && !thread) return this.open(this.#open.chat);
    this.#paintHead();
    this.#paintChats();
    this.#paintFoot();
  }

  reload() {
    this.conversation.fill(this.#shownMessages());
  }

  open(chat, thread = null) {
    this.#drafts.set(this.#key(), this.composer.draft);
    this.#open = { chat, thread };
    this.#show();
  }

  #key(chat = this.#open.chat, thread = this.#open.thread) {
    return `${chat}/${thread ?? ""}`;
  }

  #show() {
    const chatName = this.#chatName();
    this.conversation = new Conversation({
      me: this.id,
      label: t("messagesOf", { chat: chatName, name: this.person.first_name }),
      isGroup: this.chat?.type !== "private",
      botUsername: this.#page.world.bot.username,
      inText: { link: (url, label) => this.#link(url, label), command: (text) => this.#command(text) },
      find: (id) => this.#page.world.get(this.id, this.#open.chat, id),
      goTo: (id) => this.conversation.goTo(id),
      enlarge: showPhoto,
      reply: (message) => this.composer.reply(message),
      edit: (message) => this.composer.edit(message),
      tap: (message, button, element) => this.#tap(message, button, element),
      follow: (target) => this.#page.follow(target, this.id),
      openAs: (target) => this.#page.openAs(target, this.id),
      leave: () => this.composer.field.focus(),
    });
    this.composer = new Composer({
      label: t("writeTo", { name: this.person.first_name, chat: chatName }),
      commands: () => this.#page.world.bot.commands,
      suffix: () => (this.chat?.type === "private" ? "" : `@${this.#page.world.bot.username}`),
      lastOwn: () => this.#lastOwn(),
      send: (fields) => this.#send(fields),
      edit: (message, text) => api.edit(this.id, message.chat_id, message.id, text),
      focusMessages: () => this.conversation.focusLast(),
      onError: (error) => this.#page.fail(error),
    });
    this.body.replaceChildren(this.conversation.node, this.toasts);
    this.conversation.fill(this.#shownMessages());
    this.#unread.delete(this.#key());
    this.#page.onUnread();
    this.update();
    this.composer.draft = this.#drafts.get(this.#key()) ?? "";
  }

  #chatName() {
    return this.chat?.type === "private" ? this.#page.world.bot.first_name : this.chat?.title ?? "";
  }

  #shownMessages() {
    const { chat, thread } = this.#open;
    return this.#page.world.messages(this.id, chat).filter((message) => !this.chat?.is_forum || (message.thread_id ?? null) === thread);
  }

  #paintHead() {
    const { person } = this;
    this.name.textContent = fullName(person);
    const group = this.chat?.type !== "private";
    this.state.textContent = group ? this.chat.title : t("talksTo", { bot: this.#page.world.bot.first_name });
  }

  #paintChats() {
    const list = this.#page.world.chatsOf(this.id);
    const tabs = list.flatMap((chat) => (chat.is_forum ? this.#topicTabs(chat) : [this.#chatTab(chat)]));
    const focused = this.chats.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    this.chats.replaceChildren(...tabs);
    this.chats.classList.toggle("single", tabs.length < 2);
    if (focused) this.chats.querySelector(`[data-key="${focused}"]`)?.focus();
  }

  #topicTabs(chat) {
    const general = this.#chatTab(chat, null, `${chat.title} · ${t("general")}`);
    return [general, ...chat.topics.map((topic) => this.#chatTab(chat, topic.id, `${chat.title} · ${topic.name}`))];
  }

  #chatTab(chat, thread = null, title = null) {
    const key = this.#key(chat.id, thread);
    const name = title ?? (chat.type === "private" ? this.#page.world.bot.first_name : chat.title);
    const unread = this.#unread.get(key);
    const current = key === this.#key();
    return el(
      "button",
      { type: "button", class: "chat-tab", "aria-pressed": String(current), dataset: { key }, onclick: () => this.open(chat.id, thread) },
      icon(chat.type === "private" ? "person" : "group"),
      el("span", {}, name),
      unread && badge(unread),
    );
  }

  #paintFoot() {
    const { person } = this;
    const ownChat = this.#open.chat === this.id;
    const bot = this.#page.world.bot.first_name;
    if (ownChat && person.blocked) return this.#offer("blockedNote", t("unblock"), () => api.unblock(this.id), bot);
    if (ownChat && person.started === false) return this.#offer("startNote", t("start"), () => this.#page.start(this.id), bot);
    if (!this.foot.contains(this.composer.node)) {
      const wasHere = this.foot.contains(document.activeElement);
      this.foot.replaceChildren(this.composer.node);
      if (wasHere) this.composer.field.focus();
    }
  }

  #offer(note, label, act, bot) {
    const button = el("button", { type: "button", class: "main-button wide" }, label);
    button.addEventListener("click", () => this.#page.attempt(act));
    this.foot.replaceChildren(el("div", { class: "offer" }, el("p", {}, t(note, { name: this.person.first_name, bot })), button));
  }

  async #send(fields) {
    const message = await api.send(this.id, { chat: this.#open.chat, ...(this.#open.thread && { thread: this.#open.thread }), ...fields });
    this.conversation.toBottom();
    this.#page.received({ person: this.id, chat_id: message.chat_id, message });
  }

  async #tap(message, button, element) {
    if (button.data === undefined || button.data === null) return this.toast({ text: t("unsupported") });
    element.setAttribute("aria-busy", "true");
    await this.#page.attempt(() => api.tap(this.id, message.chat_id, message.id, button.data));
    element.removeAttribute("aria-busy");
  }

  #lastOwn() {
    const id = this.conversation.last((message) => message.from.id === this.id && message.text && !message.deleted);
    return id === undefined ? null : this.conversation.find(id);
  }

  #link(url, label) {
    const target = deepLink(url, this.#page.world.bot.username);
    if (!target) return el("a", { href: url.href, target: "_blank", rel: "noopener noreferrer", title: t("external") }, ...label);
    const view = { openAs: (chosen) => this.#page.openAs(chosen, this.id) };
    const follow = el("a", { href: url.href, title: t("deepLink"), onclick: (event) => event.preventDefault() || this.#page.follow(target, this.id) }, ...label);
    return el("span", { class: "deep-link" }, follow, " ", !target.group && !target.shared && openAs(target, view));
  }

  #command(text) {
    return el("button", { type: "button", class: "command", onclick: () => this.#page.attempt(() => this.#send({ text })) }, text);
  }

  /** A message came or changed in this person's view. */
  received(message, isNew) {
    const thread = this.#page.world.chats.get(message.chat_id)?.is_forum ? message.thread_id ?? null : null;
    const key = this.#key(message.chat_id, thread);
    if (key === this.#key()) this.conversation.put(message);
    if (!isNew || message.from.id === this.id) return;
    this.#stopTyping();
    if (key !== this.#key() || !this.#page.isShown(this.id)) this.#unread.set(key, (this.#unread.get(key) ?? 0) + 1);
    this.#page.announce(t("said", { from: message.from.name, to: this.person.first_name, text: spoken(message) }));
    this.#paintChats();
    this.#page.onUnread();
  }

  /** The reader now looks at this column. */
  seen() {
    this.#unread.delete(this.#key());
    this.#paintChats();
    this.conversation.toBottom();
  }

  typing(chatId) {
    if (chatId !== this.#open.chat) return;
    this.conversation.typing.replaceChildren(t("typing", { bot: this.#page.world.bot.first_name }), el("i"), el("i"), el("i"));
    this.conversation.typing.hidden = false;
    clearTimeout(this.#typingTimer);
    this.#typingTimer = setTimeout(() => this.#stopTyping(), TYPING_MS);
  }

  #stopTyping() {
    clearTimeout(this.#typingTimer);
    this.conversation.typing.hidden = true;
  }

  /** Show what the bot answered to a tap: a passing note, or one to be closed when `alert`. */
  toast({ text, alert }) {
    if (!text) return;
    this.#page.announce(text);
    if (alert) return this.#alert(text);
    const note = el("p", { class: "toast", dir: "auto" }, text);
    this.toasts.append(note);
    setTimeout(() => note.remove(), TOAST_MS);
  }

  #alert(text) {
    const before = document.activeElement;
    const ok = el("button", { type: "button", class: "main-button" }, t("ok"));
    const box = el("div", { class: "alert", role: "alertdialog", "aria-label": text.slice(0, 120) }, el("p", { dir: "auto" }, text), ok);
    const close = () => {
      const held = box.contains(document.activeElement);
      box.remove();
      if (held) (before?.isConnected ? before : this.composer.field).focus();
    };
    ok.addEventListener("click", close);
    box.addEventListener("keydown", (event) => event.key === "Escape" && close());
    this.toasts.append(box);
    if (!typesInto(document.activeElement)) ok.focus();
  }

  #openMenu(opener) {
    const place = { person: this.person, chat: this.chat, thread: this.#open.thread, world: this.#page.world, attempt: this.#page.attempt };
    openMenu(opener, t("chatMenu"), this.chat.type === "private" ? personMenu(place) : chatMenu(place));
  }
}

export function badge(count) {
  return el("span", { class: "badge" }, el("span", { "aria-hidden": "true" }, count), el("span", { class: "unseen" }, t(count === 1 ? "unreadOne" : "unread", { count })));
}

function spoken(message) {
  const buttons = message.keyboard.flat().length;
  return summary(message) + (buttons > 1 ? ` (${t("withButtons", { count: buttons })})` : "");
}

