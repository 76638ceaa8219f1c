'use strict';
// Nothing is drawn that would jump: the page waits for its own script to set its face, but never long.
document.documentElement.classList.add('opening');
setTimeout(() => document.documentElement.classList.remove('opening'), 4000);
