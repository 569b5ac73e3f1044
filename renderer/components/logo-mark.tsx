/** Two ends and the wire between them. */
export function LogoMark({ size = 30 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size * 0.4} viewBox="0 0 30 12" aria-hidden="true" fill="none" strokeWidth="1.8">
      <circle cx="6" cy="6" r="4.6" stroke="var(--client)" />
      <circle cx="24" cy="6" r="4.6" stroke="var(--server)" />
      <path d="M12.4 6h5.2" stroke="var(--dim)" strokeLinecap="round" />
    </svg>
  );
}
