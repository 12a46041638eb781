// Reading an answer aloud, by the browser's own voices.
const answers = document.getElementById("conversation");
const label = answers.dataset.aloud;
const stop = answers.dataset.quiet;

if ("speechSynthesis" in window) {
  answers.querySelectorAll(".answer").forEach(offer);
  new MutationObserver(() => answers.querySelectorAll(".answer").forEach(offer))
    .observe(answers, { childList: true, subtree: true });
  window.addEventListener("pagehide", () => window.speechSynthesis.cancel());
}

function offer(answer) {
  const said = answer.querySelector(".said:not(.growing)");
  if (!said || answer.querySelector(".aloud")) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "aloud copy";
  button.textContent = label;
  button.addEventListener("click", () => (button.textContent === stop ? quiet() : speak(button, said)));
  said.after(button);
}

function speak(button, said) {
  quiet();
  const words = said.cloneNode(true);
  words.querySelectorAll(".marker, rt, rp, sup").forEach((part) => part.remove());
  const voice = new SpeechSynthesisUtterance(words.textContent);
  voice.lang = said.lang;
  voice.addEventListener("end", () => { button.textContent = label; });
  button.textContent = stop;
  window.speechSynthesis.speak(voice);
}

function quiet() {
  window.speechSynthesis.cancel();
  answers.querySelectorAll(".aloud").forEach((button) => { button.textContent = label; });
}
