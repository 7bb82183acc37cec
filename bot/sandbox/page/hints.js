// The list of what to try, given by the sandbox's owner.

import { el, icon, iconButton } from "./dom.js";
import { currentLanguage, t, typography } from "./words.js";

const COMMAND = /(\/[a-z_]+)/u;

export function renderHints(hints, bot, onClose) {
  const list = hints.length ? hints.map((hint, place) => group(hint, place)) : [el("p", { class: "note" }, t("noHints", { bot: bot.first_name }))];
  return [el("div", { class: "hints-head" }, el("h2", { id: "hints-title" }, icon("hints"), t("hints")), iconButton("close", t("closeHints"), { onclick: onClose })), ...list];
}

function group(hint, place) {
  const language = currentLanguage();
  const steps = hint[`steps_${language}`] ?? hint.steps_fr ?? [];
  const title = hint[`title_${language}`] ?? hint.title_fr ?? "";
  return el("details", { open: place === 0 }, el("summary", {}, title), el("ol", {}, ...steps.map((step) => el("li", {}, ...withCommands(step)))));
}

function withCommands(step) {
  const text = currentLanguage() === "fr" ? typography(step) : step;
  return text.split(COMMAND).map((piece) => (COMMAND.test(piece) ? el("code", {}, piece) : piece));
}
