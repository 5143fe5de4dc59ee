// T09 of security-reliability.md, against the real app in a real Electron.
import { expect, test } from '@playwright/test';
import { launchTideline } from '../support/electron-app.ts';

test('T09: every permission is denied', async () => {
  await using tideline = await launchTideline();
  const { app, page } = tideline;
  const states = await page.evaluate(async () => {
    const names = [
      'camera',
      'microphone',
      'geolocation',
      'notifications',
      'clipboard-read',
      'clipboard-write',
      'midi',
      'persistent-storage',
      'idle-detection',
      'screen-wake-lock',
      'storage-access',
      'window-management',
      'local-fonts',
    ];
    const found: Record<string, string> = {};
    for (const name of names) {
      try {
        const status = await navigator.permissions.query({ name: name as PermissionName });
        found[name] = status.state;
      } catch {
        found[name] = 'unknown name';
      }
    }
    return found;
  });
  for (const [name, state] of Object.entries(states)) {
    expect({ name, state }).toEqual({ name, state: 'denied' });
  }

  // Some requests are refused before they are asked when the page has no focus.
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Emulation.setFocusEmulationEnabled', { enabled: true });
  const requests = await page.evaluate(async () => {
    const nav = navigator as unknown as Record<string, Record<string, (o?: unknown) => unknown>>;
    const attempts: Record<string, () => unknown> = {
      camera: () => navigator.mediaDevices.getUserMedia({ video: true }),
      microphone: () => navigator.mediaDevices.getUserMedia({ audio: true }),
      screen: () => navigator.mediaDevices.getDisplayMedia(),
      geolocation: () =>
        new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject)),
      clipboardRead: () => navigator.clipboard.readText(),
      clipboardWrite: () => navigator.clipboard.writeText('x'),
      midi: () => navigator.requestMIDIAccess({ sysex: true }),
      hid: () => nav['hid']?.['requestDevice']?.({ filters: [] }),
      usb: () => nav['usb']?.['requestDevice']?.({ filters: [] }),
      serial: () => nav['serial']?.['requestPort']?.(),
      bluetooth: () => nav['bluetooth']?.['requestDevice']?.({ acceptAllDevices: true }),
      pointerLock: () => document.body.requestPointerLock({ unadjustedMovement: true }),
      wakeLock: () => navigator.wakeLock.request('screen'),
    };
    const got: Record<string, string> = {};
    for (const [name, attempt] of Object.entries(attempts)) {
      try {
        const value = await attempt();
        if (Array.isArray(value) && value.length === 0) got[name] = 'nothing';
        else got[name] = value === undefined ? 'undefined' : 'granted';
      } catch (cause) {
        got[name] = 'denied';
        void cause;
      }
    }
    // Chromium leaves this one unanswered when it is refused.
    void document.body.requestFullscreen().catch(() => undefined);
    got['notification'] = await Notification.requestPermission();
    got['persist'] = (await navigator.storage.persist()) ? 'granted' : 'denied';
    return got;
  });
  for (const [name, outcome] of Object.entries(requests)) {
    expect({ name, outcome }).not.toEqual({ name, outcome: 'granted' });
  }
  expect(requests).toMatchObject({
    camera: 'denied',
    geolocation: 'denied',
    clipboardRead: 'denied',
  });
  expect(
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isFullScreen()),
  ).toBe(false);
});
