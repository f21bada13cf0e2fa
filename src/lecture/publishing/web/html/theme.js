// Before the first paint: the theme that the reader chose last time, or the system's.
(() => {
  const root = document.documentElement;
  let chosen = null;
  try { chosen = localStorage.getItem('lecture-theme'); } catch { /* storage may be closed for a file */ }
  if (chosen) root.dataset.theme = chosen;
  addEventListener('DOMContentLoaded', () => {
    document.querySelector('.theme-button')?.addEventListener('click', () => {
      const dark = root.dataset.theme ? root.dataset.theme === 'dark'
        : matchMedia('(prefers-color-scheme: dark)').matches;
      root.dataset.theme = dark ? 'light' : 'dark';
      try { localStorage.setItem('lecture-theme', root.dataset.theme); } catch { /* not remembered then */ }
    });
  });
})();
