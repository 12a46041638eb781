// The chat without reloading: the answer streams in, the conversation stays on this page only.
const form = document.getElementById("ask");
const field = document.getElementById("question");
const log = document.getElementById("conversation");
const status = document.getElementById("status");
const said = form.dataset;
const { base } = document.documentElement.dataset;
const MOST_TURNS = 10;
const LONGEST_TURN = 8000;
const BUSY = 429;
const MOST_TRIES = 4;
let history = JSON.parse(form.elements.history.value);
let running = null;

form.addEventListener("submit", (event) => {
  form.elements.history.value = JSON.stringify(history.map(kept));
  // A choice of reading loads the page again, with the conversation.
  if (event.submitter?.formAction.includes("?") && event.submitter.className === "choice") return;
  if (event.submitter?.name === "useful") {
    const turn = event.submitter.closest(".turn");
    if (turn.asked) {
      event.preventDefault();
      judge(turn, event.submitter.value.endsWith("yes"));
    }
    return;
  }
  event.preventDefault();
  // A suggestion is a button of this form that brings its own question; so is one that asks again
  // without what the question took over.
  const { name, value } = event.submitter ?? {};
  ask(["chosen", "alone"].includes(name) ? value : field.value.trim(), name !== "alone");
});

field.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
});

document.addEventListener("click", (event) => {
  const marker = event.target.closest(".marker");
  if (marker) openSource(marker.hash);
});

async function ask(question, carry = true) {
  if (!question) return;
  running?.abort();
  const control = new AbortController();
  running = control;
  for (const id of ["start", "intro"]) document.getElementById(id)?.remove();
  log.querySelectorAll(".next").forEach((part) => part.remove());
  const turn = element("article", "turn");
  const answer = element("div", "answer");
  const text = element("p", "said growing");
  answer.append(text);
  turn.append(element("h2", "asked", question), answer);
  // The live region tells the answer once, when it is whole.
  log.setAttribute("aria-busy", "true");
  log.append(turn);
  if (field.value.trim() === question) field.value = "";
  status.textContent = said.working;
  const asked = asking(question, carry);
  const stop = element("button", "", said.stop);
  stop.type = "button";
  stop.addEventListener("click", () => control.abort());
  status.after(stop);
  turn.scrollIntoView({ block: "start" });
  try {
    const done = await stream(asked, control.signal, (part) => text.append(part));
    // The server's own markup: what it escaped stays escaped.
    answer.outerHTML = done.html;
    turn.asked = asked;
    turn.scrollIntoView({ block: "start" });
    history = [...history, { role: "user", content: question, resolved: done.resolved_question, carry },
      { role: "assistant", content: [...done.answer].slice(0, LONGEST_TURN).join("") }]
      .slice(-MOST_TURNS);
    document.getElementById("clear").hidden = false;
    status.textContent = said.done;
  } catch {
    turn.remove();
    if (running === control) {
      if (!field.value) field.value = question;
      status.textContent = control.signal.aborted ? said.stopped : said.failed;
    }
  } finally {
    stop.remove();
    if (running === control) {
      running = null;
      log.removeAttribute("aria-busy");
      field.focus({ preventScroll: true });
    }
  }
}

function asking(question, carry) {
  const style = form.querySelector("[name=style]")?.checked ? "plain" : "normal";
  // From the last question that took over nothing.
  const anew = history.findLastIndex((turn) => turn.carry === false);
  return { question, history: history.slice(Math.max(anew, 0)).map(sent), style, carry };
}

async function judge(turn, useful) {
  const response = await fetch(`${base}/api/feedback`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ ...turn.asked, useful, word: turn.querySelector("[name=word]").value }),
  }).catch(() => null);
  status.textContent = response?.ok ? said.thanked : said.failed;
  if (!response?.ok) return;
  turn.querySelector(".verdict").replaceChildren(said.thanked);
  field.focus({ preventScroll: true });
}

async function stream(asked, signal, onText) {
  const lang = new URLSearchParams(window.location.search).get("lang");
  const response = await admitted(`${base}/api/ask/stream${lang ? `?lang=${encodeURIComponent(lang)}` : ""}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(asked),
    signal,
  });
  if (!response.ok) throw new Error(String(response.status));
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let buffer = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) throw new Error("the stream ended early");
    buffer += value;
    const events = buffer.split("\n\n");
    buffer = events.pop();
    for (const event of events) {
      const [, name, data] = event.match(/^event: (\w+)\ndata: (.*)$/s) ?? [];
      if (name === "delta") onText(JSON.parse(data).text);
      if (name === "done") return JSON.parse(data);
    }
  }
}

// Where there is no room just now, comes again when the server says so, not all at the same moment.
async function admitted(address, request) {
  for (let tries = 1; ; tries += 1) {
    const response = await fetch(address, request);
    if (response.status !== BUSY || tries === MOST_TRIES) return response;
    const seconds = Number(response.headers.get("Retry-After")) || 1;
    await new Promise((resolve) => setTimeout(resolve, 1000 * seconds * (0.5 + Math.random())));
    request.signal.throwIfAborted();
  }
}

// What the first turn took from turns that are no longer sent stands in its resolved question.
function sent({ role, content, resolved }, place) {
  return { role, content: place === 0 ? resolved ?? content : content };
}

function kept(turn, place) {
  return turn.carry === false ? { ...sent(turn, place), carry: false } : sent(turn, place);
}

function openSource(hash) {
  document.querySelector(`${hash} details`)?.setAttribute("open", "");
}

function element(tag, className, text = "") {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}
