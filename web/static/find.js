// The search as one types: the server's own page is asked for, and its results put in.
const form = document.querySelector("form.find");
const WAIT_MS = 120;
let waiting = 0;
let running = null;

form.addEventListener("input", () => {
  window.clearTimeout(waiting);
  waiting = window.setTimeout(look, WAIT_MS);
});

async function look() {
  running?.abort();
  running = new AbortController();
  const address = `${form.action}?${new URLSearchParams(new FormData(form))}`;
  try {
    const response = await fetch(address, { signal: running.signal });
    if (!response.ok) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    document.getElementById("found").replaceWith(page.getElementById("found"));
    window.history.replaceState(null, "", address);
  } catch (error) {
    if (error.name !== "AbortError") throw error;
  }
}
