// Speaking instead of typing, only where the browser understands speech on the device itself:
// what is said must not leave it.
const field = document.getElementById("question");
const form = document.getElementById("ask");
const status = document.getElementById("status");
const lang = document.documentElement.lang === "en" ? "en-GB" : "ja-JP";
const Recognition = window.SpeechRecognition;

if ((await Recognition?.available?.({ langs: [lang], processLocally: true })) === "available") {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy voice";
  button.textContent = form.dataset.speak;
  button.setAttribute("aria-pressed", "false");
  document.querySelector(".below").prepend(button);
  let running = null;
  button.addEventListener("click", () => {
    if (running) running.stop();
    else running = listen(button, () => { running = null; });
  });
}

function listen(button, onEnd) {
  const recognition = new Recognition();
  recognition.lang = lang;
  recognition.processLocally = true;
  recognition.interimResults = true;
  recognition.addEventListener("result", (event) => {
    field.value = [...event.results].map((result) => result[0].transcript).join("");
  });
  recognition.addEventListener("error", () => { status.textContent = form.dataset.unheard; });
  recognition.addEventListener("end", () => {
    button.setAttribute("aria-pressed", "false");
    onEnd();
    field.focus();
  });
  button.setAttribute("aria-pressed", "true");
  recognition.start();
  return recognition;
}
