/** The rows that the worker of the accounts sends through a port. */
export function receiveRows<Rows>(port: MessagePort): Promise<Rows> {
  return new Promise((resolve, reject) => {
    port.onmessage = (event) => {
      port.close()
      resolve(event.data as Rows)
    }
    port.onmessageerror = () => reject(new Error('search rows did not arrive'))
  })
}
