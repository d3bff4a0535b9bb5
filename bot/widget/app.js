/** The chat page: what people write goes to the assistant, and its replies are drawn. */

import { card } from "./card.js";
import { botBubble, button, element, ownBubble } from "./draw.js";
import * as talk from "./talk.js";

const byId = (id) => document.getElementById(id);
const log = byId("log");
const words = byId("words");
const typing = byId("typing");
const choices = byId("choices");

const LOOK_AGAIN_MS = 1_500;
const LONGEST_PAUSE_S = 20;

const drawn = new Map(); // message -> its element, to draw it anew when its state changes
const seen = new Set([0]); // ids of replies that are drawn
let offered = null; // the last reply, while nothing was said after it
let waiting = 0;
let hurry = () => {}; // ends the pause before the next try

/** Draws a message: `{id, text, state, fault?}` with state "waiting", "sent" or "failed". */
function drawOwn(message) {
  const made = ownBubble(message, () => (message.state === "failed" ? sendAgain(message) : hurry()));
  if (drawn.has(message)) drawn.get(message).replaceWith(made);
  else log.append(made);
  drawn.set(message, made);
  byId("welcome").hidden = true;
  return made;
}

/** Draws a reply that is not drawn yet. What was said before a new beginning is put away. */
function drawReply(reply) {
  if (seen.has(reply.id)) return null;
  seen.add(reply.id ?? 0);
  const type = reply.custom?.type;
  if (type === "data_deleted") talk.dropAllUnsent();
  if (type === "data_deleted" || type === "start_over") empty();
  const made = element("div", { className: "turn" }, botBubble(reply), card(reply));
  log.append(made);
  byId("welcome").hidden = true;
  offered = reply;
  return made;
}

function empty() {
  log.replaceChildren();
  drawn.clear();
}

function drawChoices() {
  const buttons = offered && waiting === 0 ? (offered.buttons ?? []) : [];
  // A question's reason is already there to open, under the same words.
  const asked = offered?.custom?.type === "question";
  const shown = buttons.filter(({ title }) => !(asked && title === "Why do you ask?"));
  choices.replaceChildren(...shown.map(({ title }) => button(title, () => press(title))));
}

function wait(change) {
  waiting += change;
  typing.textContent = waiting ? "Nutrigap is writing …" : "";
  drawChoices();
}

/** Waits for some seconds, or until somebody or a new connection asks for haste. */
const pause = (seconds) =>
  new Promise((done) => {
    hurry = done;
    setTimeout(done, seconds * 1000);
  });

/** Tries until it succeeds; `told` hears of each trouble. What trying again does not help is thrown. */
async function persist(work, told) {
  for (let tries = 0; ; tries++) {
    try {
      return await work();
    } catch (trouble) {
      if (!trouble.again) throw trouble;
      told(trouble);
      await pause(Math.max(trouble.seconds, Math.min(LONGEST_PAUSE_S, 2 ** tries)));
    }
  }
}

/** Gives the replies to a message that takes its time, once they are there. */
async function answerOf({ id }) {
  for (;;) {
    await new Promise((done) => setTimeout(done, LOOK_AGAIN_MS));
    const found = (await talk.said(Math.max(...seen))).find((exchange) => exchange.message_id === id);
    if (found?.state !== "waiting") return found?.replies ?? [];
  }
}

async function exchange(message) {
  const replies = await talk.send(message);
  message.state = "sent";
  talk.dropUnsent(message.id);
  drawOwn(message);
  if (replies[0]?.custom?.type !== "waiting") return replies;
  typing.textContent = replies[0].text;
  return answerOf(message);
}

/** Brings a message to the assistant. Whatever happens, its words stay on the page until they are answered. */
function deliver(message) {
  message.state = "waiting";
  drawOwn(message);
  wait(+1);
  offered = null;
  typing.scrollIntoView({ block: "end" });
  queue = queue.then(async () => {
    try {
      const replies = await persist(
        () => exchange(message),
        (trouble) => {
          message.fault = `${trouble.message} Your words are kept here and sent as soon as that works.`;
          drawOwn(message).scrollIntoView({ block: "end" });
          typing.textContent = "";
        },
      );
      arrive(message, replies);
    } catch (fault) {
      Object.assign(message, { state: "failed", fault: fault.message });
      drawOwn(message).scrollIntoView({ block: "end" });
    }
    wait(-1);
  });
}

function arrive(message, replies) {
  offered = null;
  delete message.fault;
  const refused = replies.some((reply) => reply.custom?.type === "fault");
  Object.assign(message, refused ? { state: "failed", fault: "Not answered." } : { state: "sent" });
  drawOwn(message);
  // The start of an answer is what must be seen; long ones are read downwards.
  replies.map(drawReply).find(Boolean)?.scrollIntoView({ block: "start" });
}

function sendAgain(message) {
  message.id = talk.newId(); // under its old id it has been refused
  delete message.fault;
  talk.keepUnsent(message);
  deliver(message);
}

/** Says words. Where a touch opens a keyboard over the answer, the field is left alone. */
function say(text) {
  const message = { id: talk.newId(), text };
  talk.keepUnsent(message);
  deliver(message);
}

function press(text) {
  say(text);
  if (!matchMedia("(pointer: coarse)").matches) words.focus();
}

/** Draws what was said so far, above what is being sent, and goes on with what is not answered yet. */
async function begin() {
  try {
    const history = await persist(talk.said, ({ message }) => (typing.textContent = message));
    const later = new Map(drawn);
    empty();
    for (const { message_id: id, text, state, replies } of history) {
      const message = [...later.keys()].find((sent) => sent.id === id) ?? { id, text };
      if (state === "waiting" && !later.has(message)) deliver(message);
      else arrive(message, replies);
      later.delete(message);
    }
    for (const [message, made] of later) {
      drawn.set(message, made);
      log.append(made);
    }
  } catch (fault) {
    typing.textContent = fault.message;
  }
  wait(0);
  log.lastElementChild?.scrollIntoView({ block: "start" });
}

byId("form").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = words.value.trim();
  if (!text) return;
  words.value = "";
  say(text);
  words.focus();
});

words.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  byId("form").requestSubmit();
});

byId("examples").addEventListener("click", (event) => {
  if (event.target.matches("button")) press(event.target.textContent);
});

byId("start-over").addEventListener("click", () => press("Start over"));

byId("delete-data").addEventListener("click", () => {
  if (confirm("Delete everything you told Nutrigap, here and where it is stored?")) press("Delete my data");
});

addEventListener("online", () => hurry());

let queue = begin(); // one message at a time, in the order they were written
talk.unsent().forEach(deliver);
