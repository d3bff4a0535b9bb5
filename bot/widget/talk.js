/**
 * Brings messages to the assistant, each once, whatever happens to the connection, and its replies back.
 *
 * The talk is kept by the assistant, for the session in this browser's cookie. Only what it has not taken yet is kept
 * here, for this tab alone, so that a reload loses none of it.
 */

const ROUTE = "/webhooks/rest";
const UNSENT = "nutrigap-unsent";
const PATIENCE_MS = 30_000;
const TRY_AGAIN = new Set([429, 500, 502, 503, 504]);

/** Why something could not be done, in one sentence; `again` says whether trying again helps, after `seconds`. */
export class Trouble extends Error {
  constructor(says, again, seconds = 0) {
    super(says);
    Object.assign(this, { again, seconds });
  }
}

async function request(path, options, renew = true) {
  let answer;
  try {
    answer = await fetch(path, { ...options, signal: AbortSignal.timeout(PATIENCE_MS) });
    if (answer.status === 401 && renew) {
      await fetch("/"); // gives this browser a session where it has none, or an ended one
      return request(path, options, false);
    }
  } catch (fault) {
    if (fault instanceof Trouble) throw fault;
    throw new Trouble(navigator.onLine ? "Nutrigap cannot be reached." : "You are offline.", true);
  }
  const body = await answer.json().catch(() => ({}));
  if (answer.ok) return body;
  const says = answer.status === 401 ? "Please allow cookies for this page." : body.error;
  throw new Trouble(says ?? "Something went wrong.", TRY_AGAIN.has(answer.status), Number(answer.headers.get("Retry-After")));
}

/** Gives an id that no other message has. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Sends a message once and gives its replies. The same id may be sent again: it is answered once. */
export const send = ({ id, text }) =>
  request(`${ROUTE}/webhook`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ message: text, message_id: id }),
  });

/** Gives what was said, with all replies after one: `[{message_id, text, state, replies}]`, the oldest first. */
export const said = async (after = 0) => (await request(`${ROUTE}/talk?after=${after}`)).messages;

/** Gives the messages that the assistant has not taken yet: `[{id, text}]`. */
export function unsent() {
  try {
    return JSON.parse(sessionStorage.getItem(UNSENT)) ?? [];
  } catch {
    return []; // storage is switched off: what is not sent yet does not survive a reload
  }
}

function keep(messages) {
  try {
    sessionStorage.setItem(UNSENT, JSON.stringify(messages));
  } catch {
    // storage is full or switched off: see above
  }
}

export const keepUnsent = ({ id, text }) => keep([...unsent(), { id, text }]);
export const dropUnsent = (id) => keep(unsent().filter((message) => message.id !== id));
export const dropAllUnsent = () => keep([]);
