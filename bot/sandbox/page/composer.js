// The typing field of one conversation: send, reply, edit, attach, and the menu of commands.

import { attachments } from "./attachments.js";
import { el, icon, iconButton } from "./dom.js";
import { openMenu } from "./menu.js";
import { summary } from "./message.js";
import { t } from "./words.js";

let serial = 0;

export class Composer {
  #host;
  #reply = null;
  #edited = null;
  #choice = -1;

  /** `host`: commands(), label, lastOwn(), send(fields), edit(message, text), focusMessages(), onError(error), suffix() */
  constructor(host) {
    this.#host = host;
    const listId = `commands-${++serial}`;
    this.field = el("textarea", { rows: 1, placeholder: t("write"), "aria-label": host.label, "aria-autocomplete": "list", "aria-controls": listId, autocomplete: "off", dir: "auto" });
    this.bar = el("div", { class: "composer-bar", hidden: true });
    this.list = el("div", { class: "suggestions", role: "listbox", id: listId, "aria-label": t("commands"), hidden: true });
    this.file = el("input", { type: "file", hidden: true, tabindex: "-1", "aria-hidden": "true", onchange: () => this.#attachFile() });
    const attach = iconButton("attach", t("attach"), { "aria-haspopup": "menu", "aria-expanded": "false", onclick: (event) => this.#openAttach(event.currentTarget) });
    const slash = el("button", { type: "button", class: "icon-button slash", "aria-label": t("commands"), title: t("commands"), onclick: () => this.#openCommands() }, "/");
    this.sendButton = iconButton("send", t("send"), { class: "send", type: "submit" });
    this.node = el("form", { class: "composer" }, this.bar, this.list, el("div", { class: "composer-row" }, attach, this.field, slash, this.sendButton), this.file);
    this.node.addEventListener("submit", (event) => this.#onSubmit(event));
    this.field.addEventListener("keydown", (event) => this.#onKey(event));
    this.field.addEventListener("input", () => this.#onInput());
    this.field.addEventListener("blur", () => this.#closeList());
    this.field.addEventListener("paste", (event) => this.#onPaste(event));
  }

  get draft() {
    return this.#edited ? "" : this.field.value;
  }

  set draft(text) {
    this.field.value = text;
    this.#grow();
  }

  reply(message) {
    this.#clear();
    this.#reply = message;
    this.#showBar("reply", t("replyTo", { name: message.from.name }), summary(message));
  }

  edit(message) {
    this.#clear();
    this.#edited = message;
    this.draft = message.text;
    this.#showBar("edit", t("editing"), summary(message));
  }

  #showBar(kind, title, text) {
    this.bar.replaceChildren(icon(kind), el("span", {}, el("strong", {}, title), el("span", { dir: "auto" }, text)), iconButton("close", t("cancel"), { onclick: () => this.#cancel() }));
    this.bar.hidden = false;
    this.sendButton.setAttribute("aria-label", t(kind === "edit" ? "save" : "send"));
    this.field.focus();
  }

  #clear() {
    if (this.#edited) this.draft = "";
    this.#reply = this.#edited = null;
    this.bar.hidden = true;
    this.sendButton.setAttribute("aria-label", t("send"));
  }

  #cancel() {
    this.#clear();
    this.field.focus();
  }

  async #onSubmit(event) {
    event.preventDefault();
    this.#closeList();
    const text = this.field.value;
    if (!text.trim()) return;
    const [edited, reply] = [this.#edited, this.#reply];
    this.#clear();
    this.draft = "";
    try {
      await (edited ? this.#host.edit(edited, text) : this.#host.send({ text, ...(reply && { reply_to: reply.id }) }));
    } catch (error) {
      if (!this.field.value) this.draft = text;
      this.#host.onError(error);
    }
  }

  #onKey(event) {
    if (event.isComposing) return;
    if (!this.list.hidden && this.#onListKey(event)) return event.preventDefault();
    if (event.key === "Enter" && !event.shiftKey) this.node.requestSubmit();
    else if (event.key === "ArrowUp" && (event.ctrlKey || event.metaKey)) this.#host.focusMessages();
    else if (event.key === "ArrowUp" && !this.field.value && this.#host.lastOwn()) this.edit(this.#host.lastOwn());
    else if (event.key === "Escape" && !this.bar.hidden) this.#cancel();
    else return;
    event.preventDefault();
  }

  #onInput() {
    this.#grow();
    const typed = /^\/(\w*)$/u.exec(this.field.value);
    if (typed) this.#showList(typed[1].toLowerCase());
    else this.#closeList();
  }

  #grow() {
    this.field.style.height = "auto";
    if (this.field.scrollHeight) this.field.style.height = `${Math.min(this.field.scrollHeight + 2, 160)}px`; // 2: its borders
  }

  #openCommands() {
    this.draft = "/";
    this.field.focus();
    this.#showList("");
  }

  #showList(prefix) {
    const found = this.#host.commands().filter((command) => command.command.startsWith(prefix));
    this.list.replaceChildren(...found.map((command, place) => this.#option(command, place)));
    this.list.hidden = !found.length;
    this.#choose(found.length ? 0 : -1);
  }

  #option(command, place) {
    const option = el("div", { role: "option", id: `${this.list.id}-${place}`, "aria-selected": "false", dataset: { command: command.command } }, el("b", {}, `/${command.command}`), el("span", {}, command.description));
    option.addEventListener("pointerdown", (event) => event.preventDefault());
    option.addEventListener("click", () => this.#take(option));
    return option;
  }

  #choose(place) {
    this.#choice = place;
    [...this.list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === place)));
    const chosen = this.list.children[place];
    chosen?.scrollIntoView({ block: "nearest" });
    if (chosen) this.field.setAttribute("aria-activedescendant", chosen.id);
    else this.field.removeAttribute("aria-activedescendant");
  }

  #onListKey(event) {
    const count = this.list.children.length;
    if (event.key === "ArrowDown") this.#choose((this.#choice + 1) % count);
    else if (event.key === "ArrowUp") this.#choose((this.#choice - 1 + count) % count);
    else if (event.key === "Escape") this.#closeList();
    else if (event.key === "Tab" && !event.shiftKey) this.draft = `/${this.list.children[this.#choice].dataset.command} `;
    else if (event.key === "Enter" && !event.shiftKey) this.#take(this.list.children[this.#choice]);
    else return false;
    if (event.key === "Tab") this.#closeList();
    return true;
  }

  #take(option) {
    this.draft = `/${option.dataset.command}${this.#host.suffix()}`;
    this.node.requestSubmit();
  }

  #closeList() {
    this.list.hidden = true;
    this.#choose(-1);
  }

  #openAttach(opener) {
    const standIns = attachments.standIns.map(({ name, icon: shown, make }) => ({ label: t(name), icon: shown, act: () => this.#sendMade(make) }));
    openMenu(opener, t("attach"), [{ label: t("attachFile"), icon: "attach", act: () => this.file.click() }, ...standIns]);
  }

  #attachFile() {
    const [file] = this.file.files;
    this.file.value = "";
    if (file) this.#sendMade(() => attachments.fromFile(file));
  }

  #onPaste(event) {
    const [file] = event.clipboardData?.files ?? [];
    if (!file) return;
    event.preventDefault();
    this.#sendMade(() => attachments.fromFile(file));
  }

  /** Send what `make` gives, with the typed text as its caption. */
  async #sendMade(make) {
    const [caption, reply] = [this.draft.trim(), this.#reply];
    try {
      const made = await make();
      this.#clear();
      this.draft = "";
      await this.#host.send({ ...made, ...(caption && made.captioned !== false && { caption }), ...(reply && { reply_to: reply.id }), captioned: undefined });
    } catch (error) {
      if (!this.field.value) this.draft = caption;
      this.#host.onError(error);
    }
    this.field.focus();
  }
}
