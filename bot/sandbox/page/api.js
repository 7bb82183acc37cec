// The sandbox's HTTP routes, and its stream of events with reconnection.

const EVENTS = ["message", "edit", "delete", "toast", "clock", "chat", "commands", "typing"];
const RETRY_MS = [500, 1000, 2000, 3000];

export class Refused extends Error {}

async function call(method, path, body) {
  const response = await fetch(path, {
    method,
    headers: body === undefined ? {} : { "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Refused(reason(text) || `HTTP ${response.status}`);
  return text ? JSON.parse(text) : null;
}

function reason(text) {
  try {
    const answer = JSON.parse(text);
    return answer.error ?? answer.description ?? answer.message ?? text.slice(0, 200);
  } catch {
    return text.slice(0, 200);
  }
}

const person = (id) => `/sandbox/people/${id}`;
const chat = (id) => `/sandbox/chats/${id}`;

export const api = {
  world: () => call("GET", "/sandbox/world"),
  hints: () => call("GET", "/sandbox/hints"),
  view: (id) => call("GET", `${person(id)}/view`),
  send: (id, message) => call("POST", `${person(id)}/messages`, message),
  edit: (id, chatId, messageId, text) => call("PATCH", `${person(id)}/messages/${chatId}/${messageId}`, { text }),
  tap: (id, chatId, messageId, data) => call("POST", `${person(id)}/taps`, { chat: chatId, message_id: messageId, data }),
  start: (id, payload = "") => call("POST", `${person(id)}/start`, { payload }),
  block: (id) => call("POST", `${person(id)}/block`, {}),
  unblock: (id) => call("POST", `${person(id)}/unblock`, {}),
  addPerson: (fields) => call("POST", "/sandbox/people", fields),
  createGroup: (fields) => call("POST", "/sandbox/groups", fields),
  join: (chatId, member, by) => call("POST", `${chat(chatId)}/members`, { id: member, by }),
  leave: (chatId, member, by) => call("DELETE", `${chat(chatId)}/members/${member}?by=${by}`),
  addTopic: (chatId, name, by) => call("POST", `${chat(chatId)}/topics`, { name, by }),
  closeTopic: (chatId, topic) => call("POST", `${chat(chatId)}/topics/${topic}/close`, {}),
  deleteTopic: (chatId, topic) => call("DELETE", `${chat(chatId)}/topics/${topic}`),
  migrate: (chatId) => call("POST", `${chat(chatId)}/migrate`, {}),
  clock: (change) => call("POST", "/sandbox/clock", change),
  file: (id) => `/sandbox/files/${encodeURIComponent(id)}`,
};

/** Keeps one event stream open: `onOpen` (awaited) on every connection, `onEvent(name, value)` in order, `onGone` when the server stops answering. */
export class Stream {
  #handlers;
  #source = null;
  #attempt = 0;
  #timer = 0;

  constructor(handlers) {
    this.#handlers = handlers;
  }

  connect() {
    clearTimeout(this.#timer);
    this.#source?.close();
    const source = new EventSource("/sandbox/events");
    let waiting = [];
    const deliver = (name, value) => (waiting ? waiting.push([name, value]) : this.#handlers.onEvent(name, value));
    source.addEventListener("open", async () => {
      try {
        await this.#handlers.onOpen();
      } catch {
        return this.#lost(source);
      }
      this.#attempt = 0;
      const kept = waiting;
      waiting = null;
      kept.forEach(([name, value]) => this.#handlers.onEvent(name, value));
    });
    for (const name of EVENTS) source.addEventListener(name, (event) => deliver(name, JSON.parse(event.data)));
    source.addEventListener("error", () => this.#lost(source));
    this.#source = source;
  }

  #lost(source) {
    if (source !== this.#source) return;
    source.close();
    this.#handlers.onGone();
    this.#timer = setTimeout(() => this.connect(), RETRY_MS[Math.min(this.#attempt++, RETRY_MS.length - 1)]);
  }
}
