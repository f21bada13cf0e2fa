// The theme: the system's, light or dark. What the reader chose last time holds before the first paint.
(() => {
  const root = document.documentElement;
  const KEY = 'lecture-theme';
  const STATES = ['system', 'light', 'dark'];
  let state = 'system';
  try { state = localStorage.getItem(KEY) ?? 'system'; } catch { /* storage may be closed for a file */ }
  if (!STATES.includes(state)) state = 'system';
  const put = () => {
    if (state === 'system') delete root.dataset.theme;
    else root.dataset.theme = state;
  };
  put();
  addEventListener('DOMContentLoaded', () => {
    const button = document.querySelector('.theme-button');
    if (!button) return;
    const say = () => {
      const said = button.dataset[state];
      if (!said) return;
      button.title = said;
      button.setAttribute('aria-label', said);
    };
    button.addEventListener('click', () => {
      state = STATES[(STATES.indexOf(state) + 1) % STATES.length];
      put();
      say();
      try {
        if (state === 'system') localStorage.removeItem(KEY);
        else localStorage.setItem(KEY, state);
      } catch { /* not remembered then */ }
    });
    say();
  });
})();
