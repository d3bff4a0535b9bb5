/** Small pieces of the page. All text goes in as text, so nothing that anybody writes can become markup. */

export function element(tag, options = {}, ...children) {
  const { text, className, ...attributes } = options;
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children.filter(Boolean));
  return made;
}

export function button(text, press) {
  const made = element("button", { type: "button", text });
  made.addEventListener("click", press);
  return made;
}

export function list(items) {
  return element("ul", {}, ...items.map((item) => element("li", {}, item)));
}

/** Something to open: nothing when there is nothing in it. */
export function details(summary, ...children) {
  const inside = children.filter(Boolean);
  return inside.length ? element("details", {}, element("summary", { text: summary }), ...inside) : null;
}

const speaker = (name) => element("span", { className: "unseen", text: `${name}: ` });
const FIRST_SENTENCE = /^(.+?\.)( .+)?$/;
const LEAD = /^(.{2,40}?[.:?])( .+)?$/;

function line(tag, words, lead) {
  const [, bold, rest] = (lead && words.match(lead)) || [];
  return bold ? element(tag, {}, element("strong", { text: bold }), rest ?? "") : element(tag, { text: words });
}

/**
 * Draws plain text: a line is a paragraph, and lines that start with "• " are a list with their first words bold.
 * `answer` makes the first sentence stand out and sets the first words of all paragraphs bold.
 */
export function paragraphs(text, answer = false) {
  const drawn = [];
  for (const words of text.split("\n").filter((words) => words.trim())) {
    if (!words.startsWith("• ")) {
      drawn.push(line("p", words, answer && (drawn.length ? LEAD : FIRST_SENTENCE)));
      continue;
    }
    if (drawn.at(-1)?.tagName !== "UL") drawn.push(element("ul"));
    drawn.at(-1).append(line("li", words.slice(2), LEAD));
  }
  return drawn;
}

export function ownBubble(entry, retry) {
  const bubble = element("div", { className: "bubble own" }, speaker("You"), entry.text);
  if (!entry.fault) return element("div", { className: "turn" }, bubble);
  const fault = element("p", { className: "fault", text: `${entry.fault} ` }, button("Send again", retry));
  return element("div", { className: "turn" }, bubble, fault);
}

/** Draws a reply's text. An emergency is announced at once and looks like nothing else. */
export function botBubble(reply) {
  const assessed = reply.custom?.type === "assessment";
  const emergency = assessed && reply.custom.care.level === "emergency";
  const bubble = element("div", { className: "bubble bot" }, speaker("Nutrigap"));
  if (assessed) bubble.classList.add("answer");
  if (emergency) {
    bubble.classList.add("emergency");
    bubble.setAttribute("role", "alert");
    bubble.append(element("p", { className: "level", text: "Emergency" }));
  }
  bubble.append(...paragraphs(reply.text ?? "", assessed && !emergency));
  return bubble;
}
