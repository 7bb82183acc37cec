// Small tools to build the document: elements, icons, menus' positions. Text always becomes text nodes, never markup.

const SVG = "http://www.w3.org/2000/svg";

const ICONS = {
  add: "M12 5v14M5 12h14",
  attach: "M20 11.5l-8.1 8.1a5 5 0 0 1-7.1-7.1l8.5-8.4a3.4 3.4 0 0 1 4.8 4.8l-8.5 8.4a1.7 1.7 0 0 1-2.4-2.4l7.5-7.4",
  send: "M4 12l16-8-5 16-3.5-6.5L4 12zM11.500 13.500L20 4",
  forward: "M15 6l5 5-5 5M20 11h-9a7 7 0 0 0-7 7",
  reply: "M9 6L4 11l5 5M4 11h9a7 7 0 0 1 7 7",
  edit: "M5 19h3L19 8l-3-3L5 16v3zM14 7l3 3",
  more: "M6 12h.01M12 12h.01M18 12h.01",
  close: "M6 6l12 12M18 6L6 18",
  document: "M7 3h7l4 4v14H7zM14 3v4h4M10 12h5M10 16h5",
  download: "M12 4v11M7 11l5 5 5-5M5 20h14",
  open: "M10 6H5v13h13v-5M14 4h6v6M20 4l-9 9",
  pause: "M9 6v12M15 6v12",
  play: "M8 5l11 7-11 7z",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.500 20a7.500 7.500 0 0 1 15 0",
  group: "M9 12a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zM2.500 19a6.500 6.500 0 0 1 13 0M16 5.500a3.300 3.300 0 0 1 0 6.300M18 14a6 6 0 0 1 3.500 5",
  hints: "M9.500 18h5M10.500 21h3M8.500 15a6 6 0 1 1 7 0v1h-7z",
  down: "M6 10l6 6 6-6",
  keyboard: "M3 6h18v12H3zM7 10h.01M11 10h.01M15 10h.01M17 14h.01M7 14h.01M10 14h4",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3.500 2",
  pin: "M9 4h6l-1 6 3 3H7l3-3zM12 13v7",
  voice: "M4 10v4M8 7v10M12 4v16M16 8v8M20 10.500v3",
  picture: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.500 9h.01",
  sticker: "M12 21a9 9 0 1 0-9-9 9 9 0 0 0 9 9zM8.500 14a4.200 4.200 0 0 0 7 0M9 9.500h.01M15 9.500h.01",
};

/** Return an element; `on…` properties are listeners, `dataset` and ARIA names go where they belong. */
export function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "dataset") Object.assign(node.dataset, value);
    else if (name === "class") node.className = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("focusable", "false");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** Return a button that shows an icon only and says its label to those who do not see it. */
export function iconButton(name, label, properties = {}) {
  return el("button", { type: "button", title: label, "aria-label": label, ...properties, class: `icon-button ${properties.class ?? ""}` }, icon(name));
}

export function initials(name) {
  const words = name.trim().split(/[\s-]+/u).filter(Boolean);
  return words.slice(0, 2).map((word) => [...word][0].toUpperCase()).join("");
}

/** Return a coloured disc with initials; the colour only depends on the id. */
export function avatar(id, name) {
  return el("span", { class: "avatar", "aria-hidden": "true", dataset: { hue: Math.abs(Number(id)) % 7 } }, initials(name));
}

export function fullName(person) {
  return [person.first_name, person.last_name].filter(Boolean).join(" ");
}

export function typesInto(element) {
  return element instanceof HTMLElement && element.matches("textarea, input:not([type=checkbox]):not([type=radio]), select");
}
