import { useMediaQuery } from '@vueuse/core';

/** A rail instead of the bottom bar. */
export const useTablet = () => useMediaQuery('(min-width: 700px)');
/** List and detail side by side. */
export const useDesktop = () => useMediaQuery('(min-width: 1100px)');
export const useReducedMotion = () => useMediaQuery('(prefers-reduced-motion: reduce)');
