// Sharpens pages that already work without it: ranking by arrows, reading aloud, the voter's
// random share, printing, and focus on the error summary. No dependency, no eval.
(function () {
  "use strict";
  var all = function (selector, root) {
    return Array.prototype.slice.call((root || document).querySelectorAll(selector));
  };

  // The ranking follows the numbers: [1, 2, 3] without gaps, ranked rows first, focus kept.
  function ranking(form) {
    var list = form.querySelector("[data-ranked]");
    var said = document.querySelector("[data-said]");
    var counted = document.querySelector("[data-counted]");
    var rows = all("[data-option]", list);
    var select = function (row) { return row.querySelector("select"); };
    var chosen = function () {
      return rows.filter(function (row) { return +select(row).value; })
        .sort(function (a, b) { return select(a).value - select(b).value; });
    };
    function fill(text, row, place, total) {
      return text.replace("{name}", row ? row.getAttribute("data-option") : "")
        .replace("{place}", place).replace("{count}", total).replace("{total}", rows.length);
    }
    function renumber(ranked) {
      var most = select(rows[0]).options.length - 1;
      ranked = ranked.slice(0, most);
      rows.forEach(function (row) {
        var place = ranked.indexOf(row) + 1;
        var up = row.querySelector("[value$=':up']"), down = row.querySelector("[value$=':down']");
        select(row).value = place || "";
        select(row).removeAttribute("aria-invalid");
        row.classList.toggle("set", place > 0);
        row.classList.remove("bad");
        all(".oops", row).forEach(function (sentence) { sentence.hidden = true; });
        up.disabled = place === 1 || (!place && ranked.length >= most);
        down.disabled = !place;
      });
      ranked.concat(rows.filter(function (row) { return ranked.indexOf(row) < 0; }))
        .forEach(function (row) { list.appendChild(row); });
      return ranked;
    }
    function move(row, place, from) {
      var ranked = chosen().filter(function (other) { return other !== row; });
      if (place > 0) ranked.splice(place - 1, 0, row);
      ranked = renumber(ranked);
      place = ranked.indexOf(row) + 1;
      (from.disabled ? select(row) : from).focus({ preventScroll: true });
      row.scrollIntoView({ block: "nearest" });
      if (said) {
        said.textContent = fill(said.getAttribute(place ? "data-said" : "data-said-none"),
          row, place, ranked.length);
      }
      if (counted) counted.textContent = fill(counted.getAttribute("data-counted"), null, "", ranked.length);
    }
    list.addEventListener("change", function (event) {
      var row = event.target.closest("[data-option]");
      if (row) move(row, +event.target.value, event.target);
    });
    list.addEventListener("click", function (event) {
      var button = event.target.closest("button[name=move]");
      if (!button) return;
      event.preventDefault();
      var row = button.closest("[data-option]");
      var ranked = chosen(), at = ranked.indexOf(row) + 1, last = ranked.length;
      var up = /:up$/.test(button.value);
      move(row, up ? (at ? at - 1 : last + 1) : (at < last ? at + 1 : 0), button);
    });
  }
  all("form").forEach(function (form) { if (form.querySelector("[data-ranked]")) ranking(form); });

  // A budget: what the ticked projects cost, as a sum and as blocks of the bar.
  all("[data-funds]").forEach(function (funds) {
    var form = funds.closest("form"), bar = funds.querySelector("svg");
    var budget = +funds.getAttribute("data-funds") || 1;
    form.addEventListener("change", function () {
      var at = 0, spent = 0;
      bar.textContent = "";
      all("[data-cost]:checked", form).forEach(function (box, n) {
        var cost = +box.getAttribute("data-cost"), width = Math.floor(1000 * cost / budget);
        var block = document.createElementNS(bar.namespaceURI, "rect");
        spent += cost;
        block.setAttribute("x", at);
        block.setAttribute("width", Math.max(1, width - 4));
        block.setAttribute("height", 26);
        if (spent > budget) block.setAttribute("class", "over");
        else if (n % 2) block.setAttribute("class", "even");
        bar.appendChild(block);
        at += width;
      });
      funds.querySelector("[data-spent]").textContent =
        "Rp" + spent.toLocaleString(document.documentElement.lang === "en" ? "en" : "id");
    });
  });

  // "Listen": reads the element it points to, in the page's language; hidden where no voice exists.
  var speech = window.speechSynthesis;
  all("[data-listen]").forEach(function (button) {
    if (!speech || !window.SpeechSynthesisUtterance) return;
    button.hidden = false;
    button.addEventListener("click", function () {
      var speaking = speech.speaking;
      speech.cancel();
      if (speaking) return;
      var words = new SpeechSynthesisUtterance(document.getElementById(button.getAttribute("data-listen")).innerText);
      words.lang = document.documentElement.lang === "en" ? "en-GB" : "id-ID";
      words.rate = 0.9;
      speech.speak(words);
    });
  });

  // The voter's own share of chance, so that the server alone cannot shape the commitment.
  all("form[data-voter-share]").forEach(function (form) {
    var field = form.querySelector("input[name=nv]");
    if (!field || field.value || !window.crypto || !crypto.getRandomValues) return;
    field.value = Array.prototype.map.call(crypto.getRandomValues(new Uint8Array(32)), function (byte) {
      return ("0" + byte.toString(16)).slice(-2);
    }).join("");
  });

  all("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });

  var errors = document.querySelector("[data-errors]");
  if (errors) errors.focus();
})();
