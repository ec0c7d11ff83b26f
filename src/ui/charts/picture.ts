const STYLES = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-opacity',
  'stroke-width',
  'stroke-dasharray',
  'paint-order',
  'opacity',
  'font-size',
  'font-weight',
  'text-anchor',
  'dominant-baseline',
]
const FONT = 'Inter, system-ui, sans-serif'
const SVG = 'http://www.w3.org/2000/svg'
const MARGIN = 20
const HEAD = 46 // room for the title and the legend line

export interface PictureText {
  title: string
  legend: string // 'best so far, searched (line) · held out (dashes)'
}

/** A drawn chart as a standalone SVG document in its present colours, titled, on its own background. */
export function chartPicture(
  chart: SVGSVGElement,
  text: PictureText,
): { svg: string; width: number; height: number } {
  const box = chart.getBoundingClientRect()
  const copy = chart.cloneNode(true) as SVGSVGElement
  inlineStyles(chart, copy)
  copy.setAttribute('x', String(MARGIN))
  copy.setAttribute('y', String(HEAD + MARGIN))
  copy.setAttribute('width', String(box.width))
  copy.setAttribute('height', String(box.height))
  for (const name of ['style', 'tabindex', 'role', 'class']) copy.removeAttribute(name)

  const width = Math.ceil(box.width + 2 * MARGIN)
  const height = Math.ceil(box.height + HEAD + 2 * MARGIN)
  const page = getComputedStyle(document.documentElement)
  const root = document.createElementNS(SVG, 'svg')
  root.setAttribute('xmlns', SVG)
  root.setAttribute('viewBox', `0 0 ${width} ${height}`)
  root.setAttribute('width', String(width))
  root.setAttribute('height', String(height))
  root.setAttribute('font-family', FONT)
  const background = document.createElementNS(SVG, 'rect')
  background.setAttribute('width', String(width))
  background.setAttribute('height', String(height))
  background.setAttribute('fill', page.getPropertyValue('--panel').trim())
  root.append(
    background,
    line(text.title, MARGIN + 14, 15, 640, page.getPropertyValue('--ink').trim()),
    line(text.legend, MARGIN + 34, 12, 400, page.getPropertyValue('--muted').trim()),
    copy,
  )
  return { svg: new XMLSerializer().serializeToString(root), width, height }
}

function line(text: string, y: number, size: number, weight: number, fill: string): SVGTextElement {
  const element = document.createElementNS(SVG, 'text')
  element.setAttribute('x', String(MARGIN))
  element.setAttribute('y', String(y))
  element.setAttribute('font-size', String(size))
  element.setAttribute('font-weight', String(weight))
  element.setAttribute('fill', fill)
  element.textContent = text
  return element
}

function inlineStyles(from: Element, to: Element): void {
  const computed = getComputedStyle(from)
  for (const name of STYLES) {
    const value = computed.getPropertyValue(name)
    if (value !== '' && value !== 'none' && value !== 'auto') to.setAttribute(name, value)
    else if (name === 'fill' || name === 'stroke') to.setAttribute(name, 'none')
  }
  to.removeAttribute('class')
  to.removeAttribute('style')
  for (const [position, child] of [...from.children].entries()) {
    const twin = to.children[position]
    if (twin !== undefined) inlineStyles(child, twin)
  }
}

/** The same picture as PNG at twice the size, drawn by the browser; nothing is fetched. */
export async function pngOf(picture: {
  svg: string
  width: number
  height: number
}): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([picture.svg], { type: 'image/svg+xml' }))
  try {
    const image = new Image()
    image.src = url
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = picture.width * 2
    canvas.height = picture.height * 2
    canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height)
    return await new Promise((resolve, reject) =>
      canvas.toBlob((blob) =>
        blob === null ? reject(new Error('picture not drawn: no blob')) : resolve(blob),
      ),
    )
  } finally {
    URL.revokeObjectURL(url)
  }
}
