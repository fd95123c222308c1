// A box that holds more than it shows says so: a sentence stands below it while there is more to its side.

const words = document.querySelector("script[data-beyond]").dataset.beyond;
const signs = new Map();

function tell(box) {
  const more = box.scrollWidth > box.clientWidth + 1 && box.clientWidth > 0 && getComputedStyle(box).overflowX !== "hidden";
  if (more && !signs.has(box)) {
    const sign = document.createElement("p");
    sign.className = "beyond";
    sign.textContent = words;
    sign.setAttribute("aria-hidden", "true"); // who hears a page misses nothing
    box.after(sign);
    signs.set(box, sign);
  }
  if (signs.has(box)) signs.get(box).hidden = !more;
}

const sizes = new ResizeObserver((entries) => entries.forEach(({ target }) => tell(target)));
for (const box of document.querySelectorAll(".scroll, .drawing")) sizes.observe(box);
document.addEventListener("drawn", ({ target }) => tell(target));
