'use strict';
// Opens the details that are sealed in the page. The key comes from the link's fragment and never leaves this device.
const purserSeal = {
  bytes(text) {
    const plain = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
  },

  isKey(text) {
    return /^[A-Za-z0-9_-]{22}$/.test(text);
  },

  async part(key, name) {
    const base = await crypto.subtle.importKey('raw', key, 'HKDF', false, ['deriveBits']);
    const info = new TextEncoder().encode(name);
    return crypto.subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info }, base, 256);
  },

  // What proves the link to the server without giving it away: for photos and waivers.
  async grant(fragment) {
    const bytes = new Uint8Array(await purserSeal.part(purserSeal.bytes(fragment), 'grant'));
    return btoa(String.fromCharCode(...bytes)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  },

  // The details, or null if the key is not theirs.
  async open(fragment, booking, blob) {
    try {
      const seal = await purserSeal.part(purserSeal.bytes(fragment), 'seal');
      const key = await crypto.subtle.importKey('raw', seal, 'AES-GCM', false, ['decrypt']);
      const bytes = purserSeal.bytes(blob);
      const additionalData = new TextEncoder().encode('purser/seal/1|' + booking);
      const text = await crypto.subtle.decrypt(
        { name: 'AES-GCM', iv: bytes.slice(0, 12), additionalData, tagLength: 128 }, key, bytes.slice(12));
      return JSON.parse(new TextDecoder().decode(text));
    } catch {
      return null;
    }
  },
};
