// The clock bar: the sandbox's instant, ticking here, and the buttons that move it.

import { api } from "./api.js";
import { el, icon, iconButton } from "./dom.js";
import { longInstant, t } from "./words.js";

const HOUR = 3600;
const JUMPS = [["hour", () => HOUR], ["day", () => 24 * HOUR], ["week", () => 7 * 24 * HOUR], ["month", untilNextMonth]];

/** Seconds to the same day of the next month, or to its last day when it is shorter. */
function untilNextMonth(now) {
  const then = new Date(now);
  then.setUTCDate(1);
  then.setUTCMonth(then.getUTCMonth() + 1);
  const last = new Date(Date.UTC(then.getUTCFullYear(), then.getUTCMonth() + 1, 0)).getUTCDate();
  then.setUTCDate(Math.min(now.getUTCDate(), last));
  return Math.round((then - now) / 1000);
}

export class ClockBar {
  #clock = { now: new Date().toISOString(), mode: "real" };
  #readAt = performance.now();
  #page;

  constructor(page) {
    this.#page = page;
    this.time = el("time", { class: "now" });
    this.freeze = iconButton("pause", t("freeze"), { onclick: () => this.#toggle() });
    const jumps = JUMPS.map(([name, seconds]) => this.#jumpButton(name, seconds));
    this.node = el("div", { class: "clock", role: "group", "aria-label": t("clock") }, el("div", { class: "clock-now" }, icon("clock"), this.time, this.freeze), el("div", { class: "jumps" }, ...jumps));
    setInterval(() => this.#paint(), 1000);
  }

  get now() {
    const elapsed = this.#clock.mode === "frozen" ? 0 : performance.now() - this.#readAt;
    return new Date(Date.parse(this.#clock.now) + elapsed);
  }

  set(clock) {
    this.#clock = clock;
    this.#readAt = performance.now();
    this.#paint();
  }

  #jumpButton(name, seconds) {
    const label = t(`jump${name[0].toUpperCase()}${name.slice(1)}`);
    return el("button", { type: "button", class: "jump", title: label, "aria-label": `${t(name)}, ${label}`, onclick: () => this.#change({ jump_seconds: seconds(this.now) }) }, t(name));
  }

  #toggle() {
    return this.#change({ mode: this.#clock.mode === "frozen" ? "real" : "frozen" });
  }

  async #change(change) {
    const clock = await this.#page.attempt(() => api.clock(change));
    if (!clock) return;
    this.set(clock);
    this.#page.announce(t("nowIs", { now: longInstant(this.now) }));
  }

  #paint() {
    const frozen = this.#clock.mode === "frozen";
    const text = longInstant(this.now) + (frozen ? ` (${t("frozen")})` : "");
    if (this.time.textContent === text) return;
    this.time.textContent = text;
    this.time.dateTime = this.now.toISOString();
    this.freeze.replaceChildren(icon(frozen ? "play" : "pause"));
    this.freeze.title = t(frozen ? "run" : "freeze");
    this.freeze.setAttribute("aria-label", this.freeze.title);
  }
}
