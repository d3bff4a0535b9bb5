/** The card under an assessment: all reasons and sources to open, and what the words above left out. */

import { details, element, list } from "./draw.js";

const LIKELIHOODS = { likely: "likely", possible: "possibly", unlikely: "probably not" };

/** The words of an id: "vitamin_b12" is "Vitamin B12". */
export function words(id) {
  const plain = id.replaceAll("_", " ").replace(/^vitamin (.+)$/, (_, which) => `vitamin ${which.toUpperCase()}`);
  return plain[0].toUpperCase() + plain.slice(1);
}

function sourceLink(source) {
  const name = [source.publisher, source.title].filter(Boolean).join(": ");
  if (!/^https?:/.test(source.url)) return element("span", { className: "source", text: name });
  return element("a", { className: "source", href: source.url, target: "_blank", rel: "noopener", text: name });
}

function reasons(found, sources) {
  const told = found.filter((reason) => reason.says);
  const items = told.map((reason) => {
    const item = element("span", { text: `${reason.says} ` });
    const source = sources[reason.source];
    if (source) item.append(sourceLink(source));
    return item;
  });
  return items.length ? list(items) : null;
}

function titled(title, content) {
  return content && element("section", {}, element("h3", { text: title }), content);
}

const plain = (items) => (items.length ? list(items) : null);

function foodTable(foods, nutrient) {
  if (!foods.length) return null;
  const table = element("table", {}, element("caption", { className: "unseen", text: `Foods with ${nutrient}` }));
  const head = table.createTHead().insertRow();
  for (const title of ["Food", "Amount", "Of a day's need"]) head.append(element("th", { scope: "col", text: title }));
  const body = table.createTBody();
  for (const food of foods) {
    const row = body.insertRow();
    row.append(
      element("th", { scope: "row", text: food.food }, element("span", { className: "portion", text: food.portion })),
      element("td", { text: `${food.amount} ${food.unit}` }),
      element("td", { text: `${Math.round(food.percent_of_daily_need)} %` }),
    );
  }
  return table;
}

function gapDetails(gap, sources) {
  const name = words(gap.nutrient);
  return details(
    `${name}: ${LIKELIHOODS[gap.likelihood]} ${gap.direction === "high" ? "too high" : "low"}`,
    titled("Why", reasons(gap.because, sources)),
    titled("What speaks against it", reasons(gap.against, sources)),
    titled("Be careful", reasons(gap.cautions, sources)),
    titled("Tests to ask for", plain(gap.tests_to_ask_for)),
    titled("Food that fits you", foodTable(gap.foods, name)),
  );
}

function understood(finding) {
  const how = { absent: "you don't have it", past: "in the past", hypothetical: "asked about", other_person: "somebody else" };
  const note = how[finding.assertion];
  return `${words(finding.id)}${note ? ` (${note})` : ""}: “${finding.said}”`;
}

/** Buttons for the page to print and the PDF. A form, so that nothing of the talk stands in an address. */
function doctorPage() {
  return element(
    "form",
    { method: "post", action: "/summary", target: "_blank", className: "choices" },
    element("button", { name: "format", value: "html", text: "Page to print" }),
    element("button", { name: "format", value: "pdf", text: "PDF" }),
  );
}

/** Draws the card under a reply: an assessment's, a question's reason, a topic's sources; null where there is none. */
export function card({ custom, text }) {
  if (custom?.type === "question") return details("Why do you ask?", element("p", { text: custom.why }));
  if (custom?.type === "doctor_summary") return doctorPage();
  const sources = custom?.sources ?? {};
  if (custom?.type !== "assessment") return details("Sources", plain(Object.values(sources).map(sourceLink)));
  const { care } = custom;
  const saidAbove = (words) => text?.includes(words);
  const others = custom.other_explanations;
  return element(
    "div",
    { className: "card" },
    ...custom.gaps.map((gap) => gapDetails(gap, sources)),
    details("Other explanations", ...others.map((other) => titled(other.name[0].toUpperCase() + other.name.slice(1), reasons(other.because, sources)))),
    details(
      "Why this soon, and further signs",
      reasons(care.because, sources),
      titled("Go sooner if", plain(care.seek_care_if.filter((sign) => !saidAbove(sign)))),
    ),
    details("What would change this", plain(custom.would_change)),
    details("What I understood", plain(custom.understood.map(understood))),
    custom.not_understood.length > 0 && details("What I did not understand", plain(custom.not_understood)),
    !saidAbove(custom.disclaimer) && element("p", { className: "disclaimer", text: custom.disclaimer }),
  );
}
