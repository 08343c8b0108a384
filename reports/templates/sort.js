document.querySelectorAll("table.sortable").forEach(function (table) {
  var heads = table.querySelectorAll("thead th");
  heads.forEach(function (head, column) {
    var button = document.createElement("button");
    button.type = "button";
    while (head.firstChild) button.appendChild(head.firstChild);
    head.appendChild(button);
    button.addEventListener("click", function () {
      var down = head.getAttribute("aria-sort") === "ascending";
      var rows = Array.from(table.querySelectorAll("tbody tr"));
      var value = function (row) {
        var text = row.cells[column].textContent.trim();
        var number = parseFloat(text.replace("\u2212", "-").replace(/[.\u00a0\u202f]/g, "").replace(",", "."));
        return [isNaN(number) ? null : number, text];
      };
      rows.sort(function (a, b) {
        var x = value(a), y = value(b);
        if (x[0] !== null && y[0] !== null) return x[0] - y[0];
        if (x[0] !== null || y[0] !== null) return x[0] !== null ? -1 : 1;
        return x[1].localeCompare(y[1], document.documentElement.lang);
      });
      if (down) rows.reverse();
      rows.forEach(function (row) { table.tBodies[0].appendChild(row); });
      heads.forEach(function (other) { other.removeAttribute("aria-sort"); });
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
    });
  });
});
