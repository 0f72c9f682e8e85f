// What the rows do under the reader's hands. Runs once, with `element` and `trigger` given by Gradio.
const say = (data) => trigger("submit", data);
const busy = () => element.querySelector(".azen-busy") !== null;
const rowOf = (node) => node.closest(".azen-row");
const chosen = () => String(window.getSelection()).trim();

let opening;

const press = (button) => {
  const row = rowOf(button);
  const data = { do: button.dataset.do, n: Number(button.dataset.n) };
  if (button.dataset.place !== undefined) data.place = Number(button.dataset.place);
  if (data.do === "save") data.text = row.querySelector("textarea").value;
  say(data);
};

element.addEventListener("click", (event) => {
  if (busy()) return;
  const button = event.target.closest("button[data-do]");
  if (button) return press(button);
  const line = event.target.closest("tr[data-row]");
  if (line) {
    const target = document.getElementById(`azen-s${line.dataset.row}`);
    if (target) { target.scrollIntoView({ block: "center" }); target.focus(); }
    return;
  }
  const row = rowOf(event.target);
  clearTimeout(opening); // the second click of two selects a word
  if (!row || event.detail > 1 || event.target.closest(".azen-details")) return;
  opening = setTimeout(() => { if (!chosen()) say({ do: "open", n: Number(row.dataset.n) }); }, 250);
});

element.addEventListener("mouseup", (event) => {
  const text = chosen();
  const side = event.target.closest(".azen-source") ? "source" : event.target.closest(".azen-target") ? "target" : "";
  if (!busy() && side && text && text.length <= 200) say({ do: "pick", side, text });
});

element.addEventListener("keydown", (event) => {
  const row = rowOf(event.target);
  if (!row || busy()) return;
  const inText = event.target.tagName === "TEXTAREA";
  if (inText && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault(); event.stopPropagation();
    press(row.querySelector('[data-do="save"]'));
  } else if (event.key === "Escape" && row.classList.contains("open")) {
    event.preventDefault(); row.focus();
    say({ do: "open", n: Number(row.dataset.n) });
  } else if (event.target === row && (event.key === "Enter" || event.key === " ")) {
    event.preventDefault();
    say({ do: "open", n: Number(row.dataset.n) });
  } else if (event.target === row && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    const next = event.key === "ArrowDown" ? row.nextElementSibling : row.previousElementSibling;
    if (next && next.classList.contains("azen-row")) { event.preventDefault(); next.focus(); }
  }
});

// A term under the pointer is marked on both sides.
const mark = (event, on) => {
  const term = event.target.closest("mark[data-term]");
  const row = term && rowOf(term);
  if (row) row.querySelectorAll(`mark[data-term="${term.dataset.term}"]`).forEach((one) => one.classList.toggle("same", on));
};
element.addEventListener("mouseover", (event) => mark(event, true));
element.addEventListener("mouseout", (event) => mark(event, false));
