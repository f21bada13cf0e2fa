Reveal.initialize({
  width: 1280,
  height: 720,
  margin: 0.07,
  center: false,
  display: 'flex',
  hash: true,
  scrollLayout: 'compact',
  slideNumber: 'c/t',
  transition: 'none',
  controlsTutorial: false,
  plugins: [RevealNotes],
}).then(() => {
  const words = JSON.parse(document.getElementById('words').textContent).slides;
  for (const [direction, word] of Object.entries(words)) {
    document.querySelector(`.controls .navigate-${direction}`).setAttribute('aria-label', word);
  }
});
