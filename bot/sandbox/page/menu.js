// Small menus and modal dialogs: focus goes in, Escape closes, focus comes back.

import { el, icon, iconButton } from "./dom.js";
import { t } from "./words.js";

/** Open a menu of `{label, icon, act}` beside `opener`; arrows move, Escape closes. */
export function openMenu(opener, label, items) {
  const shown = items.filter(Boolean);
  const buttons = shown.map((item) => el("button", { type: "button", role: "menuitem", tabindex: "-1" }, item.icon && icon(item.icon), el("span", {}, item.label)));
  const menu = el("div", { class: "menu", role: "menu", "aria-label": label, popover: "auto" }, ...buttons);
  const close = () => menu.hidePopover();
  buttons.forEach((button, place) => {
    button.addEventListener("click", () => {
      close();
      shown[place].act();
    });
  });
  menu.addEventListener("keydown", (event) => moveIn(event, buttons, close));
  menu.addEventListener("toggle", (event) => event.newState === "closed" && closed(menu, opener));
  opener.setAttribute("aria-expanded", "true");
  opener.after(menu);
  menu.showPopover();
  place(menu, opener);
  buttons[0]?.focus();
}

function closed(menu, opener) {
  const inside = menu.contains(document.activeElement) || document.activeElement === document.body;
  opener.setAttribute("aria-expanded", "false");
  menu.remove();
  if (inside && opener.isConnected) opener.focus();
}

function moveIn(event, buttons, close) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const at = buttons.indexOf(document.activeElement);
  if (step) buttons[(at + step + buttons.length) % buttons.length].focus();
  else if (event.key === "Home") buttons[0].focus();
  else if (event.key === "End") buttons.at(-1).focus();
  else if (event.key === "Tab") return close();
  else return;
  event.preventDefault();
}

/** Keep a floating box beside its opener and inside the window. */
export function place(box, opener) {
  const anchor = opener.getBoundingClientRect();
  const [width, height] = [box.offsetWidth, box.offsetHeight];
  const below = anchor.bottom + 6 + height <= innerHeight;
  box.style.left = `${Math.max(8, Math.min(anchor.left, innerWidth - width - 8))}px`;
  box.style.top = `${below ? anchor.bottom + 6 : Math.max(8, anchor.top - height - 6)}px`;
}

/** Show a modal dialog titled `title`; `build(close)` gives its content. Returns when it is closed. */
export function openDialog(title, build, extra = "") {
  return new Promise((resolve) => {
    let result;
    const close = (value) => {
      result = value;
      dialog.close();
    };
    const heading = el("h2", { id: "dialog-title" }, title);
    const dialog = el(
      "dialog",
      { class: `dialog ${extra}`, "aria-labelledby": "dialog-title" },
      el("div", { class: "dialog-head" }, heading, iconButton("close", t("close"), { onclick: () => close() })),
    );
    dialog.append(...[build(close)].flat());
    dialog.addEventListener("click", (event) => event.target === dialog && close());
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(result);
    });
    document.body.append(dialog);
    dialog.showModal();
    dialog.querySelector("[autofocus]")?.focus();
  });
}
