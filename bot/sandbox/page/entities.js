// A text and its entities (UTF-16 offsets, like JavaScript's strings) as document nodes, never as markup.

import { el } from "./dom.js";
import { findLinks, safeUrl } from "./links.js";
import { t } from "./words.js";

const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", blockquote: "blockquote", expandable_blockquote: "blockquote" };
const LINKED = { email: "mailto:", phone_number: "tel:", url: "" };

/** Return the nodes of `text`; `actions` gives `link(url, label)` and `command(text)` their elements. */
export function renderText(text, entities, actions) {
  const sorted = [...(entities ?? [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return between(text, 0, text.length, sorted, actions, true);
}

function between(text, start, end, entities, actions, linkable) {
  const nodes = [];
  let at = start;
  let rest = entities;
  while (rest.length) {
    const [entity] = rest;
    const from = Math.max(at, entity.offset);
    const to = Math.min(end, entity.offset + entity.length);
    rest = rest.slice(1);
    if (to <= from) continue;
    const inner = rest.filter((other) => other.offset < to);
    rest = rest.filter((other) => other.offset + other.length > to);
    nodes.push(...plain(text.slice(at, from), actions, linkable));
    nodes.push(wrap(entity, text.slice(from, to), (links) => between(text, from, to, inner, actions, links), actions));
    at = to;
  }
  return [...nodes, ...plain(text.slice(at, end), actions, linkable)];
}

function plain(text, actions, linkable) {
  if (!text) return [];
  if (!linkable) return [document.createTextNode(text)];
  return findLinks(text).map((piece) => (typeof piece === "string" ? document.createTextNode(piece) : actions.link(piece.url, [piece.text])));
}

function wrap(entity, text, inside, actions) {
  switch (entity.type) {
    case "pre":
      return el("pre", { tabindex: "-1" }, el("code", { "data-language": entity.language }, ...inside(false)));
    case "code":
      return el("code", {}, ...inside(false));
    case "spoiler":
      return spoiler(inside(false));
    case "text_link":
    case "url":
    case "email":
    case "phone_number":
      return link(entity, text, inside, actions);
    case "bot_command":
      return actions.command(text);
    default:
      return el(TAGS[entity.type] ?? "span", { class: `entity-${entity.type}` }, ...inside(true));
  }
}

function link(entity, text, inside, actions) {
  const url = safeUrl(entity.type === "text_link" ? entity.url ?? "" : LINKED[entity.type] + text);
  return url ? actions.link(url, inside(false)) : el("span", {}, ...inside(false));
}

function spoiler(children) {
  const button = el("button", { type: "button", class: "spoiler", "aria-expanded": "false", "aria-label": t("spoiler") }, el("span", {}, ...children));
  button.addEventListener("click", () => {
    button.setAttribute("aria-expanded", "true");
    button.removeAttribute("aria-label");
  });
  return button;
}
