declare module 'virtual:guide-pages' {
  export const PAGES: readonly import('@/components/guidePage').GuidePage[];
}
