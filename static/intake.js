// Shortcuts of the review of a text. Every one presses what stands on the page; the page works without this file.
const wanted = document.querySelector("[data-shortcuts=on]") !== null;

function isTyping(target) {
  return target.closest("textarea, select, [contenteditable], input:not([type=checkbox]):not([type=radio])") !== null;
}

function use(control) {
  if (control.matches("summary")) {
    control.parentElement.open = true;
    control.parentElement.querySelector("select, input:not([type=hidden]), textarea").focus();
  } else {
    control.click();
    if (control.matches("input")) control.focus();
  }
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && isTyping(event.target)) {
    event.target.blur();
    return;
  }
  if (!wanted || isTyping(event.target)) return;
  if (event.key === "e") {
    const group = document.querySelector("#annehmen details");
    if (group) {
      event.preventDefault();
      group.open = true;
      group.querySelector("input, textarea, select").focus();
    }
    return;
  }
  const control = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (control) {
    event.preventDefault();
    use(control);
  }
});

const draft = document.getElementById("entwurf");
if (draft && location.hash === "#entwurf") draft.focus();
