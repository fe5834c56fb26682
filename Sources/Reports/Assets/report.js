(function () {
  "use strict";
  document.documentElement.classList.add("js");
  var cards = Array.prototype.slice.call(document.querySelectorAll("article[data-verdict]"));
  var text = document.getElementById("filter-text");
  var verdict = document.getElementById("filter-verdict");
  var count = document.getElementById("filter-count");
  function apply() {
    var words = text.value.toLowerCase();
    var shown = 0;
    cards.forEach(function (card) {
      var fits = (!verdict.value || card.dataset.verdict === verdict.value) && (!words || card.textContent.toLowerCase().indexOf(words) >= 0);
      card.hidden = !fits;
      if (fits) shown += 1;
    });
    count.textContent = shown + " of " + cards.length;
  }
  if (text && verdict) {
    text.addEventListener("input", apply);
    verdict.addEventListener("change", apply);
    apply();
  }
  if (navigator.clipboard) {
    document.querySelectorAll("pre.command").forEach(function (block) {
      var button = document.createElement("button");
      button.className = "copy";
      button.type = "button";
      button.textContent = "Copy";
      button.addEventListener("click", function () {
        navigator.clipboard.writeText(block.dataset.text || block.textContent).then(function () { button.textContent = "Copied"; });
      });
      block.parentNode.insertBefore(button, block);
    });
  }
})();
