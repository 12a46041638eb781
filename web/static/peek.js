// The passage behind a marker, shown where the marker is pointed at or focused.
const ANSWERS = document.getElementById("conversation");
const peek = document.createElement("div");
peek.id = "peek";
peek.className = "peek";
peek.setAttribute("role", "tooltip");
peek.hidden = true;
document.body.append(peek);
const LEAVE_MS = 200;
let leaving = 0;

for (const shown of ["mouseover", "focusin"]) {
  ANSWERS.addEventListener(shown, (event) => {
    const marker = event.target.closest(".marker");
    if (marker) show(marker);
  });
}
for (const left of ["mouseout", "focusout"]) {
  ANSWERS.addEventListener(left, (event) => {
    if (event.target.closest(".marker")) leave();
  });
}
// The pointer may rest on what is shown (WCAG 1.4.13).
peek.addEventListener("mouseenter", () => window.clearTimeout(leaving));
peek.addEventListener("mouseleave", leave);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") hide();
});

function show(marker) {
  window.clearTimeout(leaving);
  const source = document.getElementById(marker.hash.slice(1));
  const words = source?.querySelector("blockquote");
  if (!words) return;
  peek.replaceChildren(source.querySelector(".where").cloneNode(true), words.cloneNode(true));
  peek.querySelectorAll("a").forEach((link) => link.replaceWith(...link.childNodes));
  peek.hidden = false;
  marker.setAttribute("aria-describedby", peek.id);
  const at = marker.getBoundingClientRect();
  const left = Math.min(at.left, window.innerWidth - peek.offsetWidth - 8);
  const above = at.top - peek.offsetHeight - 8;
  peek.style.left = `${Math.max(8, left) + window.scrollX}px`;
  peek.style.top = `${(above > 0 ? above : at.bottom + 8) + window.scrollY}px`;
}

function leave() {
  window.clearTimeout(leaving);
  leaving = window.setTimeout(hide, LEAVE_MS);
}

function hide() {
  peek.hidden = true;
  document.querySelector("[aria-describedby=peek]")?.removeAttribute("aria-describedby");
}
