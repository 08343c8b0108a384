// What every text and shape of a figure is painted on: its own colours, and that of what lies beneath it.
() => {
  const painted = (each, what) => {
    const value = getComputedStyle(each)[what];
    return value === 'none' || /rgba\(.*, 0\)$/.test(value) ? null : value;
  };
  const paint = each => painted(each, 'fill') || painted(each, 'stroke');
  const isNothing = (each, box) => !painted(each, 'stroke') && box.width * box.height < 1;
  const middle = each => {
    const box = each.getBoundingClientRect();
    if (each.tagName === 'text') return [box.x + box.width / 2, box.y + box.height / 2];
    const line = each.getTotalLength(), matrix = each.getScreenCTM();
    const at = line ? each.getPointAtLength(line / 2) : {x: 0, y: 0};
    const point = new DOMPoint(at.x, at.y).matrixTransform(matrix);
    return painted(each, 'fill') && box.width * box.height > 1
      ? [box.x + box.width / 2, box.y + box.height / 2] : [point.x, point.y];
  };
  const beneath = (each, x, y) => {
    const stack = document.elementsFromPoint(x, y), place = stack.indexOf(each);
    const under = stack.slice(place + 1).find(one => one.ownerSVGElement && !one.closest('text') && paint(one));
    return under ? paint(under) : getComputedStyle(each.ownerSVGElement).backgroundColor;
  };
  return [...document.querySelectorAll('main svg')].flatMap((svg, number) =>
    [...svg.querySelectorAll('text, path, rect, circle, line')]
      .filter(each => paint(each) && !isNothing(each, each.getBoundingClientRect())).map(each => {
      each.scrollIntoView({block: 'center', inline: 'center'});
      const [x, y] = middle(each);
      return {
        figure: number, kind: each.tagName, words: each.textContent.slice(0, 40), fill: painted(each, 'fill'),
        stroke: painted(each, 'stroke'), on: beneath(each, x, y), opacity: getComputedStyle(each).opacity,
      };
    }));
}
