import { defineConfig } from '@playwright/test'
import {
  ROOT_ADDRESS,
  ROOT_PORT,
  SUB_PATH,
  SUB_PATH_ADDRESS,
  SUB_PATH_PORT,
} from './tests/hosting/addresses.ts'
import { findChromium } from './tests/hosting/findChromium.mjs'

const executablePath = await findChromium()
const server = 'node tests/hosting/staticServer.mjs --root dist'

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  workers: 1,
  retries: 0,
  timeout: 60_000,
  forbidOnly: true,
  reporter: [['list']],
  use: {
    baseURL: ROOT_ADDRESS,
    browserName: 'chromium',
    locale: 'en-US',
    viewport: { width: 1280, height: 800 },
    acceptDownloads: true,
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: executablePath ?? undefined,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  webServer: [
    { command: `${server} --headers --port ${ROOT_PORT}`, url: ROOT_ADDRESS },
    { command: `${server} --base ${SUB_PATH} --port ${SUB_PATH_PORT}`, url: SUB_PATH_ADDRESS },
  ],
})
