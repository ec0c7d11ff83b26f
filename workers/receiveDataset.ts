import type { Dataset } from '../src/accounts/dataset.ts'

/** The search rows that the worker of the accounts sends through a port. */
export function receiveDataset(port: MessagePort): Promise<Dataset> {
  return new Promise((resolve, reject) => {
    port.onmessage = (event) => {
      port.close()
      resolve(event.data as Dataset)
    }
    port.onmessageerror = () => reject(new Error('search rows did not arrive'))
  })
}
