// What every text and shape of a figure is painted on: its own colours, and that of what lies beneath it.
() => {
  const painted = (each, what) => {
    const value = getComputedStyle(each)[what];
    return value === 'none' || /rgba\(.*, 0\)$/.test(value) ? null : value;
  };
  const paint = each => painted(each, 'fill') || painted(each, 'stroke');
  const width = each => painted(each, 'fill') ? Infinity : parseFloat(getComputedStyle(each).strokeWidth);
  const isNothing = (each, box) => painted(each, 'fill')
    ? box.width * box.height < 1 && !painted(each, 'stroke') : each.getTotalLength() < 1;
  const places = each => {
    const box = each.getBoundingClientRect(), matrix = each.getScreenCTM();
    if (painted(each, 'fill')) return [[box.x + box.width / 2, box.y + box.height / 2]];
    return [.2, .5, .8].map(share => {
      const at = each.getPointAtLength(share * each.getTotalLength());
      const point = new DOMPoint(at.x, at.y).matrixTransform(matrix);
      return [point.x, point.y];
    });
  };
  const beneath = (each, x, y) => {
    const isEarlier = one => each.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_PRECEDING;
    const isOther = one => one.ownerSVGElement && !one.closest('text') && paint(one) && paint(one) !== paint(each)
      && (painted(one, 'fill') || each.tagName === 'text' || width(one) > width(each));
    const under = document.elementsFromPoint(x, y).find(one => isEarlier(one) && isOther(one));
    return under ? paint(under) : getComputedStyle(each.ownerSVGElement).backgroundColor;
  };
  return [...document.querySelectorAll('main svg')].flatMap((svg, number) =>
    [...svg.querySelectorAll('text, path, rect, circle, line')]
      .filter(each => paint(each) && !isNothing(each, each.getBoundingClientRect())).map(each => {
      each.scrollIntoView({block: 'center', inline: 'center'});
      return {
        figure: number, kind: each.tagName, words: each.textContent.slice(0, 40), fill: painted(each, 'fill'),
        stroke: painted(each, 'stroke'), on: places(each).map(([x, y]) => beneath(each, x, y)), opacity: getComputedStyle(each).opacity,
      };
    }));
}
