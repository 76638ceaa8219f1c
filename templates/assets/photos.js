'use strict';
// Loaded by the guest's page once photos can be added: says in the page's own place how long that is so.
(() => {
  const show = () => {
    const place = document.getElementById('photos');
    const { data, now } = window.purserPage;
    if (!place || !data.photos) return;
    let state = place.querySelector('.photo-state');
    if (!state) {
      state = Object.assign(document.createElement('p'), { className: 'photo-state' });
      place.append(state);
    }
    const open = now() < data.photos.closes;
    place.dataset.state = open ? 'open' : 'closed';
    state.textContent = open ? data.words.photos.open : data.words.photos.closed;
  };
  document.addEventListener('purser:photos', show);
  show();
})();
