document.querySelectorAll("table.sortable").forEach(function (table) {
  var heads = table.querySelectorAll("thead th");
  var dutch = document.documentElement.lang === "nl";
  var number = function (text) {
    var found = text.replace(/\u2212/g, "-").match(/-?\d[\d.,]*/);
    if (!found) return null;
    var plain = dutch ? found[0].replace(/\./g, "").replace(",", ".") : found[0].replace(/,/g, "");
    return parseFloat(plain);
  };
  heads.forEach(function (head, column) {
    if (head.classList.contains("placed")) return;
    var button = document.createElement("button");
    button.type = "button";
    while (head.firstChild) button.appendChild(head.firstChild);
    head.appendChild(button);
    var numeric = head.classList.contains("number");
    var value = function (row) {
      var text = row.cells[column].textContent.trim();
      return numeric ? number(text) : text;
    };
    var compare = function (a, b) {
      return numeric ? a - b : a.localeCompare(b, document.documentElement.lang);
    };
    button.addEventListener("click", function () {
      var down = head.getAttribute("aria-sort") === "ascending";
      var rows = Array.from(table.querySelectorAll("tbody tr"));
      rows.sort(function (a, b) {
        var x = value(a), y = value(b);
        if (x === null || y === null) return (x === null) - (y === null);
        return down ? compare(y, x) : compare(x, y);
      });
      rows.forEach(function (row) { table.tBodies[0].appendChild(row); });
      heads.forEach(function (other) { other.removeAttribute("aria-sort"); });
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
    });
  });
});
