// The list of one conversation's messages: kept in order, edited in place, scrolled only when the reader is at the bottom.

import { el, iconButton } from "./dom.js";
import { isService, renderMessage } from "./message.js";
import { dayKey, longDay, t } from "./words.js";

const NEAR_BOTTOM_PX = 60;
const RUN_MS = 10 * 60 * 1000;

export class Conversation {
  #view;
  #articles = new Map();
  #ids = [];
  #active = null;
  #stuck = true;
  #top = 0;

  constructor(view) {
    this.#view = { ...view, onMedia: () => this.#stuck && this.toBottom() };
    this.log = el("div", { class: "log", role: "log", "aria-live": "off", "aria-label": view.label });
    this.empty = el("p", { class: "empty" }, t("emptyChat"));
    this.toEnd = iconButton("down", t("justNow"), { class: "to-end", hidden: true, onclick: () => this.toBottom() });
    this.typing = el("p", { class: "typing", hidden: true });
    this.node = el("div", { class: "conversation" }, this.log, this.typing, this.toEnd);
    this.log.append(this.empty);
    this.log.addEventListener("scroll", () => this.#onScroll(), { passive: true });
    this.log.addEventListener("keydown", (event) => this.#onKey(event));
    this.log.addEventListener("focusin", (event) => this.#arm(event.target.closest("article")));
    new ResizeObserver(() => this.#stuck && this.toBottom()).observe(this.log);
  }

  /** Show `messages` (sorted by id) from nothing. */
  fill(messages) {
    this.#articles.clear();
    this.#ids = [];
    this.log.replaceChildren(this.empty);
    messages.forEach((message) => this.put(message));
    this.toBottom();
  }

  /** Add or replace one message; a replaced one keeps the reader's focus. */
  put(message) {
    const article = renderMessage(message, this.#view);
    article.message = message;
    this.#prepare(article, message);
    const old = this.#articles.get(message.id);
    this.#articles.set(message.id, article);
    if (old) this.#replace(old, article);
    else this.#insert(message.id, article);
    if (this.#stuck) this.toBottom();
    else if (!old) this.toEnd.classList.add("news");
  }

  find = (id) => this.#articles.get(id)?.message;

  last = (matches) => this.#ids.findLast((id) => matches(this.find(id)));

  toBottom() {
    this.#stuck = true;
    this.log.scrollTop = this.log.scrollHeight;
    this.#onScroll();
  }

  focusLast() {
    this.#articles.get(this.#ids.at(-1))?.focus();
  }

  goTo(id) {
    const article = this.#articles.get(id);
    if (!article) return;
    article.scrollIntoView({ block: "center" });
    article.focus({ preventScroll: true });
    article.classList.remove("flash");
    requestAnimationFrame(() => article.classList.add("flash"));
  }

  #prepare(article, message) {
    article.tabIndex = -1;
    article.dataset.id = message.id;
    for (const control of controls(article)) control.tabIndex = -1;
  }

  #insert(id, article) {
    this.empty.remove();
    const place = this.#ids.findLastIndex((other) => other < id) + 1;
    const next = this.#articles.get(this.#ids[place]);
    this.#ids.splice(place, 0, id);
    this.log.insertBefore(article, next ?? null);
    this.#joinRun(article, this.#articles.get(this.#ids[place - 1]));
    if (next) this.#joinRun(next, article);
    else if (!this.log.contains(document.activeElement)) this.#arm(article);
  }

  /** Put the day's title before the first message of a day, and tie a message to the one before from the same person. */
  #joinRun(article, before) {
    const [message, previous] = [article.message, before?.message];
    const day = longDay(new Date(message.at));
    if (article.previousSibling?.classList?.contains("day")) article.previousSibling.remove();
    const sameDay = previous && dayKey(new Date(previous.at)) === dayKey(new Date(message.at));
    if (!sameDay) article.before(el("p", { class: "day" }, el("span", {}, day)));
    article.classList.toggle("run", Boolean(sameDay && !isService(previous) && previous.from?.id === message.from?.id && new Date(message.at) - new Date(previous.at) < RUN_MS));
  }

  #replace(old, article) {
    const held = old.contains(document.activeElement) ? document.activeElement : null;
    article.classList.toggle("run", old.classList.contains("run"));
    article.classList.add("still");
    old.replaceWith(article);
    if (this.#active === old) this.#arm(article);
    if (!held) return;
    const twin = held.dataset.key && [...controls(article)].find((control) => control.dataset.key === held.dataset.key);
    (twin || article).focus({ preventScroll: true });
  }

  /** Give the Tab key one stop in the list: the active message and what it holds. */
  #arm(article) {
    if (!article || article === this.#active) return;
    if (this.#active) for (const control of [this.#active, ...controls(this.#active)]) control.tabIndex = -1;
    for (const control of [article, ...controls(article)]) control.tabIndex = 0;
    this.#active = article;
  }

  #onScroll() {
    const { scrollTop, scrollHeight, clientHeight } = this.log;
    const movedUp = scrollTop < this.#top - 1; // a photo that loads makes the list grow without moving it up
    if (scrollHeight - scrollTop - clientHeight < NEAR_BOTTOM_PX) this.#stuck = true;
    else if (movedUp) this.#stuck = false;
    this.#top = scrollTop;
    this.toEnd.hidden = this.#stuck;
    if (this.#stuck) this.toEnd.classList.remove("news");
  }

  #onKey(event) {
    const article = event.target.closest("article");
    if (!article || event.altKey || event.ctrlKey || event.metaKey) return;
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const place = this.#ids.indexOf(Number(article.dataset.id));
    if (step) this.#articles.get(this.#ids[place + step])?.focus();
    else if (event.key === "Home") this.#articles.get(this.#ids[0])?.focus();
    else if (event.key === "End") this.focusLast();
    else if (event.key.toLowerCase() === "r") this.#view.reply(article.message);
    else if (event.key === "Escape") this.#view.leave();
    else return;
    event.preventDefault();
  }
}

function controls(article) {
  return article.querySelectorAll("button, a[href], pre");
}
