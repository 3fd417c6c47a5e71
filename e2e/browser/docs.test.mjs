// The page of the REST API in a real browser: it shows every operation, asks no other machine for anything, and tries calls.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startBrowser } from '../lib/browser.mjs';
import { startServer } from '../lib/server.mjs';

let parley, browser, page;
const complaints = [];
const foreign = [];

before(async () => {
  parley = await startServer();
  browser = await startBrowser();
  page = await browser.newPage();
  page.on('console', message => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', error => complaints.push(error.message));
  page.on('request', request => request.url().startsWith(parley.url) || request.url().startsWith('data:') || foreign.push(request.url()));
  await page.goto(`${parley.url}/docs`);
  await page.waitForSelector('.opblock');
});
after(async () => {
  await browser?.close();
  await parley?.stop();
});

test('everyOperationIsShownAndNothingIsBlockedOrFetchedElsewhere', async () => {
  const text = await (await fetch(`${parley.url}/docs/openapi.yaml`)).text();
  const operations = text.match(/operationId:/g).length;
  assert.equal(await page.locator('.opblock').count(), operations);
  assert.deepEqual(foreign, []);
  assert.deepEqual(complaints, []);
});

test('aMessageIsPublishedFromThePage', async () => {
  await page.click('button.authorize');
  await page.locator('.auth-container input').first().fill('sk-1');
  await page.locator('.auth-container button.authorize').first().click();
  await page.click('button.btn-done');

  const operation = page.locator('.opblock', { has: page.locator('[data-path="/v1/apps/{app}/publish"]') }).first();
  await operation.locator('.opblock-summary-control').click();
  await operation.locator('tr[data-param-name="app"] input').fill('env1');
  await operation.locator('textarea').first().fill('{"channel":"lobby","event":"hello","message":1}');
  await operation.locator('button.execute').click();
  const status = operation.locator('.live-responses-table tbody td.response-col_status').first();
  await status.waitFor();
  assert.match(await status.innerText(), /^200/);
});
