// Debian's Chromium, headless, that asks nobody outside of this machine for anything.
import { chromium } from 'playwright-core';

/** @param more command line switches */
export const startBrowser = (...more) =>
  chromium.launch({
    executablePath: process.env.E2E_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-sync',
      '--disable-component-update', '--no-first-run', ...more],
  });
