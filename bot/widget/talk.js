/**
 * The talk of this tab. It is kept for this tab alone, survives a reload, and ends with it.
 *
 * An entry is `{who: "you", text, state, fault?}` with state "waiting", "sent" or "failed", or `{who: "bot", reply}`.
 */

const KEY = "nutrigap-talk";
const PATIENCE_MS = 60_000;

function stored() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY));
  } catch {
    return null; // storage is switched off: the talk then lasts until a reload
  }
}

const talk = stored() ?? { entries: [] };

for (const entry of talk.entries) {
  // The page was left before the answer came; nobody can say whether the message arrived.
  if (entry.state === "waiting") Object.assign(entry, { state: "failed", fault: "No answer came." });
}

export const entries = () => talk.entries;

export function save() {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(talk));
  } catch {
    // storage is full or switched off: the talk goes on without it
  }
}

export function add(entry) {
  talk.entries.push(entry);
  save();
}

/** Forgets what was said. */
export function clear() {
  talk.entries = [];
  save();
}

/** Forgets all, also in the browser's storage. */
export function forget() {
  talk.entries = [];
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // storage is switched off: nothing was stored
  }
}

/** Sends words and gives the replies. What it throws says in one sentence, for people, what went wrong. */
export async function ask(words) {
  let answer;
  try {
    answer = await fetch("/webhooks/rest/webhook", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ message: words }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  } catch {
    throw new Error(navigator.onLine ? "Nutrigap could not be reached." : "You are offline.");
  }
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(body.error ?? "Something went wrong.");
  return body;
}
