-- The ten customers with the highest revenue of last year.
SELECT c.name, SUM(o.total) AS revenue
FROM customers c JOIN orders o ON o.customer_id = c.id
WHERE o.ordered_at >= date_trunc('year', now()) - interval '1 year' AND o.ordered_at < date_trunc('year', now())
GROUP BY c.name ORDER BY revenue DESC LIMIT 10;

-- Products that were never ordered.
SELECT p.id, p.name FROM products p
LEFT JOIN order_lines l ON l.product_id = p.id
WHERE l.product_id IS NULL;

-- Duplicate mail addresses, without case.
SELECT lower(email) AS address, COUNT(*) AS copies
FROM customers GROUP BY lower(email) HAVING COUNT(*) > 1;

-- Delete old sessions in batches, so that no lock is held for long.
DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE expires_at < now() LIMIT 1000);

-- The running total of sales per month, with a window function.
SELECT month, total, SUM(total) OVER (ORDER BY month) AS running_total FROM monthly_sales;

-- The last login of each user.
SELECT DISTINCT ON (user_id) user_id, logged_in_at FROM logins ORDER BY user_id, logged_in_at DESC;

-- Tables by size on disk, largest first.
SELECT relname, pg_size_pretty(pg_total_relation_size(oid)) AS size
FROM pg_class WHERE relkind = 'r' ORDER BY pg_total_relation_size(oid) DESC;
