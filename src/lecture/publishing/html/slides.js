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
});
