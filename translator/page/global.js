() => {
  // Ctrl+Enter translates from anywhere on the page but a sentence's own box.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.target.closest(".azen-details")) return;
    const button = document.getElementById("azen-translate");
    if (button && button.offsetParent) { event.preventDefault(); event.target.blur(); setTimeout(() => button.click(), 60); }
  }, true);
  // A file dropped on the source is read like one that was chosen with the button.
  const source = (event) => event.target.closest && event.target.closest("#azen-source") && event.dataTransfer.files.length;
  document.addEventListener("dragover", (event) => {
    if (event.target.closest && event.target.closest("#azen-source")) event.preventDefault();
  });
  document.addEventListener("drop", (event) => {
    if (!source(event)) return;
    const input = document.querySelector("#azen-open input[type=file], input#azen-open[type=file]")
      || document.getElementById("azen-open")?.parentElement.querySelector("input[type=file]");
    if (!input) return;
    event.preventDefault();
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  window.azenSave = (carried) => {
    if (!carried) return;
    const file = JSON.parse(carried);
    const bytes = Uint8Array.from(atob(file.data), (letter) => letter.charCodeAt(0));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([bytes], { type: file.mime }));
    link.download = file.name;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  };
  window.azenCopy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const box = document.createElement("textarea");
      box.value = text;
      document.body.append(box);
      box.select();
      document.execCommand("copy");
      box.remove();
    }
  };
}
