// An address of the one long page, `index.html#place`, leads to the page of the site that has the place now.
(() => {
  const { chapters, places } = JSON.parse(document.getElementById('addresses').textContent);
  const lead = () => {
    const place = decodeURIComponent(location.hash.slice(1));
    if (!place || document.getElementById(place)) return;
    // Lines of code, footnotes and tabs carry the name of their chapter.
    const numbered = place.match(/^(?:cb|fn|fnref|footnotes-|tabs-)([a-z]+|\d+)(?:-|$)/)?.[1];
    const page = chapters[numbered] ?? places[place.replace(/^toc-/, '')];
    if (page) location.replace(`${page}/${location.protocol === 'file:' ? 'index.html' : ''}${location.hash}`);
  };
  addEventListener('hashchange', lead);
  lead();
})();
