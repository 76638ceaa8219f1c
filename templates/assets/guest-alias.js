'use strict';
location.replace(document.documentElement.dataset.forward + location.hash);
