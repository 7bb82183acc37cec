// Which links are safe to show, and which ones the page follows itself.

const SAFE = new Set(["http:", "https:", "mailto:", "tel:"]);
const BARE = /(?:https?:\/\/|\bt\.me\/)[^\s<>"«»]+[^\s<>"«».,;:!?)\]'’]/giu;

/** Return an absolute URL that may be a link, or null. */
export function safeUrl(raw) {
  const text = String(raw).trim();
  for (const candidate of [text, `https://${text}`]) {
    try {
      const url = new URL(candidate);
      if (SAFE.has(url.protocol)) return url;
      if (url.protocol === "tg:") return telegramScheme(url);
      if (candidate === text && /^[a-z][a-z0-9+-]*:(?!\d)/iu.test(text)) return null;
    } catch {
      continue;
    }
  }
  return null;
}

function telegramScheme(url) {
  const domain = url.searchParams.get("domain");
  if (!/^\/*resolve/u.test(url.pathname) && url.host !== "resolve") return null;
  const key = url.searchParams.has("startgroup") ? "startgroup" : "start";
  return domain ? new URL(`https://t.me/${domain}?${key}=${encodeURIComponent(url.searchParams.get(key) ?? "")}`) : null;
}

/** Return `{payload, group}` when `url` starts the bot `username`, looking inside t.me/share links too (`shared`). */
export function deepLink(url, username) {
  if (!url || !["t.me", "telegram.me", "telegram.dog"].includes(url.hostname)) return null;
  if (url.pathname.startsWith("/share")) {
    const inner = deepLink(safeUrl(url.searchParams.get("url") ?? ""), username);
    return inner && { ...inner, shared: true };
  }
  if (url.pathname.slice(1).split("/")[0].toLowerCase() !== username.toLowerCase()) return null;
  const group = url.searchParams.has("startgroup");
  return { payload: url.searchParams.get(group ? "startgroup" : "start") ?? "", group, shared: false };
}

/** Cut plain text into strings and `{url, text}` pieces, as Telegram's clients do when they see an address. */
export function findLinks(text) {
  const pieces = [];
  let end = 0;
  for (const match of text.matchAll(BARE)) {
    const url = safeUrl(match[0]);
    if (!url) continue;
    pieces.push(text.slice(end, match.index), { url, text: match[0] });
    end = match.index + match[0].length;
  }
  return [...pieces, text.slice(end)].filter((piece) => piece !== "");
}
