// A button on every passage of the plan that copies it with its source and address.
const page = document.querySelector("[data-copy]");
const status = document.getElementById("copied");

for (const passage of page.querySelectorAll(".passage[id]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = page.dataset.copy;
  button.setAttribute("aria-describedby", passage.id);
  button.addEventListener("click", () => copy(passage));
  passage.querySelector(".tools").append(button);
}

async function copy(passage) {
  const words = passage.cloneNode(true);
  words.querySelectorAll("rt, rp, .translation, .in-place, .tools, sup.note").forEach((part) => part.remove());
  const text = words.textContent.trim().replace(/\s*\n\s*/g, "\n");
  const address = new URL(`#${passage.id}`, window.location.href.split("#")[0]).href;
  await navigator.clipboard.writeText(`「${text}」\n${page.dataset.source} (${passage.id})\n${address}`);
  status.textContent = page.dataset.copied;
}
