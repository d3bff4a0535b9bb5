/** The chat page: what people write goes to the assistant, and its replies are drawn. */

import { card } from "./card.js";
import { botBubble, button, element, ownBubble } from "./draw.js";
import * as talk from "./talk.js";

const byId = (id) => document.getElementById(id);
const log = byId("log");
const words = byId("words");
const typing = byId("typing");
const choices = byId("choices");

const drawn = new Map(); // entry -> its element, to draw it anew when its state changes
let queue = Promise.resolve(); // one message at a time, in the order they were written
let waiting = 0;

function draw(entry) {
  const made =
    entry.who === "you"
      ? ownBubble(entry, () => deliver(entry))
      : element("div", { className: "turn" }, botBubble(entry.reply), card(entry.reply));
  if (drawn.has(entry)) drawn.get(entry).replaceWith(made);
  else log.append(made);
  drawn.set(entry, made);
  byId("welcome").hidden = true;
  return made;
}

function drawChoices() {
  const last = talk.entries().at(-1);
  const offered = last?.who === "bot" && waiting === 0 ? (last.reply.buttons ?? []) : [];
  // A question's reason is already there to open, under the same words.
  const asked = last?.reply?.custom?.type === "question";
  const shown = offered.filter(({ title }) => !(asked && title === "Why do you ask?"));
  choices.replaceChildren(...shown.map(({ title }) => button(title, () => press(title))));
}

function wait(change) {
  waiting += change;
  typing.textContent = waiting ? "Nutrigap is writing …" : "";
  drawChoices();
}

/** Sends an entry. Whatever happens, its words stay on the page and can be sent again. */
function deliver(entry, settle = () => {}) {
  entry.state = "waiting";
  draw(entry);
  wait(+1);
  typing.scrollIntoView({ block: "end" });
  queue = queue.then(async () => {
    try {
      const replies = await talk.ask(entry.text);
      entry.state = replies.some((reply) => reply.custom?.type === "fault") ? "failed" : "sent";
      entry.fault = "Not answered.";
      if (entry.state === "sent") settle();
      if (replies.some((reply) => reply.custom?.type === "data_deleted")) forget();
      replies.forEach(({ text, buttons, custom }) => talk.add({ who: "bot", reply: { text, buttons, custom } }));
      if (drawn.has(entry)) draw(entry);
      const made = talk.entries().slice(talk.entries().length - replies.length).map(draw);
      wait(-1);
      // The start of an answer is what must be seen; long ones are read downwards.
      made[0]?.scrollIntoView({ block: "start" });
    } catch (fault) {
      Object.assign(entry, { state: "failed", fault: fault.message });
      draw(entry).scrollIntoView({ block: "end" });
      wait(-1);
    }
    talk.save();
  });
}

function say(text, settle) {
  const entry = { who: "you", text, state: "waiting" };
  talk.add(entry);
  deliver(entry, settle);
}

/** A pressed button says its words. Where a touch opens a keyboard over the answer, the field is left alone. */
function press(text, settle) {
  say(text, settle);
  if (!matchMedia("(pointer: coarse)").matches) words.focus();
}

function empty() {
  log.replaceChildren();
  drawn.clear();
}

function forget() {
  talk.forget();
  empty();
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

byId("start-over").addEventListener("click", () =>
  press("Start over", () => {
    talk.clear();
    empty();
  }),
);

byId("delete-data").addEventListener("click", () => {
  if (confirm("Delete everything you told Nutrigap, here and where it is stored?")) press("Delete my data");
});

talk.entries().forEach(draw);
drawChoices();
log.lastElementChild?.scrollIntoView({ block: "start" });
