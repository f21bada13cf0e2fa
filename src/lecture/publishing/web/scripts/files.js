// What a page of a site brings only when it is wanted: data of live figures and their scripts, what is searched. Each is
// a script, not a request: so a page may ask nobody for anything, and works where it is a file of the reader's own.
const lectureFiles = (() => {
  const found = {};
  const load = (address) => (found[address] ??= new Promise((done, failed) => {
    const script = Object.assign(document.createElement('script'), { src: address, onload: done, onerror: failed });
    document.head.append(script);
  }));

  // A folder has no page of its own where nobody serves it.
  const whole = (address) => (location.protocol === 'file:' ? address.replace(/\/(?=#|$)/, '/index.html') : address);
  for (const link of document.querySelectorAll('a[href*="/"]')) {
    if (link.protocol === location.protocol) link.setAttribute('href', whole(link.getAttribute('href')));
  }

  // A live figure that comes near gets its data, and then the script that shows it.
  const shown = {};
  const show = async (source) => {
    await load(source.dataset.file);
    source.textContent = files.data[source.dataset.name];
    source.dataset.view = source.dataset.later;
    if (shown[source.dataset.view]) {
      await shown[source.dataset.view];
      if (source.previousElementSibling.matches('.still')) return; // the script has met it already
      dispatchEvent(new CustomEvent('lecture-change', { detail: [source.parentElement] }));
    } else {
      shown[source.dataset.view] = load(source.dataset.script);
    }
  };
  const near = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      show(target.querySelector('script[data-later]'));
    }
  }, { rootMargin: '800px' });
  for (const source of document.querySelectorAll('script[data-later]')) near.observe(source.parentElement);

  const files = { load, whole, data: {}, sections: [] };
  return files;
})();
