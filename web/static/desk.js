// The front desk: results within the keystroke, all by keyboard.
const field = document.getElementById("desk-q");
const results = document.getElementById("desk-results");
const keys = document.getElementById("desk-keys");
const WAIT_MS = 60;
let waiting = 0;
let running = null;

field.addEventListener("input", () => {
  window.clearTimeout(waiting);
  waiting = window.setTimeout(look, WAIT_MS);
});

field.form.addEventListener("submit", (event) => {
  event.preventDefault();
  choose(cards()[0]);
});

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const inField = event.target === field;
  const place = cards().indexOf(document.activeElement);
  if (event.key === "ArrowDown") move(event, place + 1);
  else if (event.key === "ArrowUp") move(event, place - 1);
  else if (event.key === "Escape") clear(event);
  else if (event.key === "Enter" && place >= 0) choose(cards()[place]);
  else if (!inField && event.key.toLowerCase() === "p") print(event, place);
  else if (!inField && event.key === "?") keys.open = !keys.open;
});

results.addEventListener("click", (event) => {
  const card = event.target.closest(".desk-card");
  if (card && !event.target.closest("a")) choose(card);
});

async function look() {
  running?.abort();
  running = new AbortController();
  const query = new URLSearchParams(window.location.search);
  query.set("q", field.value);
  try {
    const response = await fetch(`${document.documentElement.dataset.base}/desk/results?${query}`, { signal: running.signal });
    // The server's own markup: what it escaped stays escaped.
    if (response.ok) results.innerHTML = await response.text();
  } catch (error) {
    if (error.name !== "AbortError") throw error;
  }
}

function cards() {
  return [...results.querySelectorAll(".desk-card")];
}

function move(event, place) {
  event.preventDefault();
  (place < 0 ? field : cards()[Math.min(place, cards().length - 1)] ?? field).focus();
}

function choose(card) {
  cards().forEach((other) => other.classList.toggle("chosen", other === card));
  card?.focus();
}

function clear(event) {
  event.preventDefault();
  field.value = "";
  field.focus();
  look();
}

function print(event, place) {
  event.preventDefault();
  if (!results.querySelector(".chosen")) choose(cards()[Math.max(place, 0)]);
  window.print();
}
